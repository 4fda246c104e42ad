"""What moves, how soon something is seen, and what is seen while nothing is there yet."""

import re
import unittest

from console_test_case import ConsoleTestCase
from places import places_of

# What people hardly notice (web.dev, "Cumulative Layout Shift": below 0.1 is good).
MOST_SHIFT = 0.1
PAINTED = "return Math.round(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1)"
MOVING = """
return [...document.querySelectorAll('*')].filter((node) => {
    const style = getComputedStyle(node);
    const lasts = (text) => text.split(',').some((one) => parseFloat(one) > 0);
    return lasts(style.transitionDuration) || (style.animationName !== 'none' && lasts(style.animationDuration));
}).map((node) => node.outerHTML.slice(0, 80));
"""


class Motion(ConsoleTestCase):
    def setUp(self):
        super().setUp()
        self.expect(404, "/api/devices/*")

    def test_nothing_is_pushed_about_while_data_comes(self):
        self.sign_in(stay=True)
        for name, place in places_of(self).items():
            with self.subTest(page=name):
                self.open(place)
                self.browser.find("button", "Sign out")
                self.browser.settle()
                painted = self.browser.script(PAINTED)
                shifts = self.browser.shifts()
                moved = sum(amount for amount, _ in shifts)
                print(f"measured {name}: first paint after {painted} ms, layout shift {moved:.4f}")
                self.assertLessEqual(moved, MOST_SHIFT, shifts)

    def test_nothing_moves_for_who_wants_that(self):
        self.browser.media(still=True)
        self.sign_in()
        for name, place in places_of(self).items():
            with self.subTest(page=name):
                self.go(place)
                self.assertEqual(self.browser.script(MOVING), [])

    def test_a_page_that_waits_for_the_service_says_so(self):
        self.sign_in(place="#/nowhere")
        self.browser.command("Fetch.enable", patterns=[{"urlPattern": "*/api/*"}])
        for name in ("overview", "history", "devices", "unmatched", "policy", "changes", "keys"):
            with self.subTest(page=name):
                self.browser.script("location.hash = arguments[0]", f"#/{name}")
                self.browser.says("Loading …")
                self.browser.picture(f"waiting-{name}")
                self.assert_accessible(name)
        self.browser.command("Fetch.disable")
        self.browser.settle()

    def test_a_page_says_that_the_service_cannot_be_reached_and_tries_again(self):
        self.expect(0, "/api/*")
        self.sign_in(place="#/nowhere")
        for name in ("history", "devices", "imports", "unmatched", "policy", "changes", "keys"):
            with self.subTest(page=name):
                self.browser.command("Network.setBlockedURLs", urls=["*/api/*"])
                self.go(f"#/{name}")
                self.browser.find("alert", re.compile("The service cannot be reached"))
                self.browser.says("The service cannot be reached.")
                self.browser.picture(f"unreachable-{name}")
                self.assert_accessible(name)
                self.browser.command("Network.setBlockedURLs", urls=[])
                self.try_again()
                self.browser.wait(lambda: not self.browser.all("alert"), "it works again")
                self.browser.settle()

    def try_again(self):
        """Each part of a page that failed has its own way to try again; that of one may mend the others."""
        for _ in self.browser.all("button", "Try again"):
            if self.browser.all("button", "Try again"):
                self.browser.click("button", "Try again")
                self.browser.settle()

    def test_the_overview_goes_on_by_itself_when_the_service_is_back(self):
        self.expect(0, "/api/*")
        self.sign_in(place="#/overview")
        self.browser.command("Network.setBlockedURLs", urls=["*/api/*"])
        self.browser.says("not live")
        self.browser.picture("unreachable-overview")
        self.browser.command("Network.setBlockedURLs", urls=[])
        self.browser.wait(lambda: "not live" not in self.browser.text(), "it is live again")


class Empty(ConsoleTestCase):
    @classmethod
    def seed(cls):
        """Nothing was decided, imported or refused yet."""

    def test_a_page_without_anything_says_why_and_what_to_do(self):
        self.sign_in()
        for place, said in (("#/history", "Nothing has been decided yet."), ("#/unmatched", "No device waits here"),
                            ("#/imports", "Nothing was imported yet."), ("#/devices?text=nobody", "No device fits.")):
            with self.subTest(place=place):
                self.go(place)
                self.browser.says(said)
                self.browser.picture(f"empty-{place[2:].split('?')[0]}")
                self.assert_accessible(place)
        self.go("#/overview")
        self.browser.picture("empty-overview")
        self.assert_accessible("#/overview")


if __name__ == "__main__":
    unittest.main()
