"""Times are those of who looks at them, and what is typed is of the same zone."""

import datetime
import unittest
import urllib.parse
import zoneinfo

from console_test_case import ConsoleTestCase

# A quarter of an hour beside the others, and without summer time.
ZONE = "Asia/Kathmandu"


class Times(ConsoleTestCase):
    @classmethod
    def seed(cls):
        cls.decide("lobby12-contoso-tstrsd-007")

    def setUp(self):
        super().setUp()
        self.browser.command("Emulation.setTimezoneOverride", timezoneId=ZONE)
        self.addCleanup(self.browser.command, "Emulation.setTimezoneOverride", timezoneId="")

    def test_a_decision_is_told_in_the_zone_of_who_looks_and_in_utc_when_pointed_at(self):
        decision = self.api("GET", "/api/assignments")["assignments"][0]
        decided = datetime.datetime.fromisoformat(decision["decidedAt"])
        there = decided.astimezone(zoneinfo.ZoneInfo(ZONE))
        self.sign_in(place=f"#/history/{decision['id']}")
        self.browser.find("heading", "What was decided")
        shown, title = self.browser.script("const one = document.querySelector('main time'); return [one.innerText, one.title]")
        # Some languages count hours to 12, others to 24.
        hours = {there.hour, there.hour % 12 or 12}
        self.assertRegex(shown, rf"\b{there.day}\b.*\b0?({'|'.join(map(str, sorted(hours)))}):{there:%M:%S}\b")
        self.assertEqual(title, f"{decided:%Y-%m-%d %H:%M:%S}.{decided.microsecond // 1000:03} UTC")

    def test_a_time_that_is_typed_is_of_the_zone_of_who_types(self):
        self.sign_in(place="#/history")
        self.browser.says("lobby12-contoso-tstrsd-007")
        # How the parts of a time are typed depends on the language of the browser; what they come to does not.
        self.browser.script("""
            arguments[0].value = '2026-01-02T03:04:05';
            for (const name of ['input', 'change']) arguments[0].dispatchEvent(new Event(name, { bubbles: true }));
            """, self.browser.find("field", "Since"))
        self.browser.wait(lambda: "since=" in self.place, "the filter is in the address")
        query = urllib.parse.parse_qs(self.place.partition("?")[2])
        self.assertEqual(query, {"since": ["2026-01-01T21:19:05.000Z"]})
        self.browser.says("lobby12-contoso-tstrsd-007")
        self.sign_in("auditor", self.place)
        self.assertEqual(self.browser.find("field", "Since").get_property("value"), "2026-01-02T03:04:05")


if __name__ == "__main__":
    unittest.main()
