"""The pictures of the README: the overview of a fleet that has been at work for two months, and why a device was refused."""

import math
import sqlite3
import sys
import time
import unittest

from browser import PICTURES
from console_test_case import FOLDER, ConsoleTestCase

sys.path.append(str(FOLDER.parent / "Load"))

import generate_history  # noqa: E402 (after the path to it)
import population  # noqa: E402

ROWS = 100_000
HOUR = 3_600_000
DAY = 24 * HOUR
LENGTH = 60 * DAY
# Of so many decisions one is a refusal.
REFUSED_STRIDE = 29
# So many milliseconds long, and by which share of a day they move what is decided.
WAVES = [(DAY, 0.07), (7.3 * HOUR, 0.005), (3.7 * HOUR, 0.003)]
MOST_BYTES = 300_000


def by_daylight(moment):
    """Moves what is decided evenly: more by day, and no hour is like the other. Later stays later, so rows keep their order."""
    return round(moment + sum(share * DAY * math.sin(math.tau * moment / length) for length, share in WAVES))


class Pictures(ConsoleTestCase):
    @classmethod
    def seed(cls):
        """Decisions of the past are written as they are for measurements, before the service starts again; the others it makes."""
        for number in population.SAMPLES:
            cls.service.ask("POST", cls.service.target(), population.body(number), {"content-type": "application/json"})
        cls.service.stop()
        now = int(time.time() * 1000)
        # The last is decided a minute ago, wherever it is moved to.
        late = by_daylight(now) - now + 60_000
        generate_history.fill(cls.service.history, ROWS, start=now - LENGTH, length=LENGTH)
        connection = sqlite3.connect(cls.service.history, isolation_level=None)
        connection.create_function("by_daylight", 1, by_daylight, deterministic=True)
        connection.execute("BEGIN")
        connection.execute("UPDATE assignments SET decided_at = by_daylight(decided_at) - ?", (late,))
        connection.executemany(generate_history.REFUSED, ((row,) for row in range(REFUSED_STRIDE, ROWS, REFUSED_STRIDE)))
        connection.execute("COMMIT")
        connection.close()
        cls.service.start("serve")
        generate_history.wait_until_folded(cls.service.history, ROWS)
        cls.decide(*(f"lobby{number}-contoso-tstrsd-007" for number in range(20)),
                   *(f"annex{number}-contoso-hpsd-088" for number in range(9)))
        cls.decide(*(f"cellar-{number}-contoso-fan-3" for number in range(3)),
                   *(f"garden-{number}-contoso-lamp-9" for number in range(12)))
        cls.decide("sn-0060", "sn-0061", "sn-O044", "breakroom499-contoso-tstrsd-07")
        cls.wait_for_group("-lamp-#", 12)
        cls.wait_for_group("-fan-#", 3)

    def test_the_pictures_of_the_readme_are_made_and_are_small(self):
        self.browser.command("Emulation.setScrollbarsHidden", hidden=True)
        self.addCleanup(self.browser.command, "Emulation.setScrollbarsHidden", hidden=False)
        self.sign_in("admin", "#/overview")
        self.browser.wait(lambda: "garden-11-contoso-lamp-9" in self.browser.text(), "the latest refusals are shown")
        bars = self.browser.script("""
            return [...document.querySelectorAll('svg[role=img] path[fill]')]
                .map((one) => [...one.getAttribute('d').matchAll(/v(\\d+)/g)].filter(([, tall]) => tall > 0).length);""")
        self.assertGreater(max(bars), 24)
        self.browser.settle()
        self.browser.picture("overview")
        refused = self.api("GET", "/api/assignments?registrationId=breakroom499-contoso-tstrsd-07")["assignments"][0]["id"]
        self.go(f"#/history/{refused}")
        self.browser.find("heading", "It would nearly have been assigned by")
        self.browser.settle()
        self.browser.picture_of("explanation", self.browser.script("return document.querySelector('main .page')"))
        sizes = {name: (PICTURES / f"{name}.png").stat().st_size for name in ("overview", "explanation")}
        print(f"measured pictures of the README: {sizes}")
        self.assertLess(sum(sizes.values()), MOST_BYTES)


if __name__ == "__main__":
    unittest.main()
