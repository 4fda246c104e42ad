"""Each place of the console, in light and dark, narrow and wide: no fault, nobody is kept out, nothing is too wide; and a picture."""

import unittest

from console_test_case import LONG, ConsoleTestCase
from places import places_of

DIALOGS = [
    ("register", "#/devices", "Register a device"),
    ("hold", "#/devices/kitchen-0000", "Hold …"),
    ("erase", "#/devices/kitchen-0000", "Erase …"),
    ("division", "#/policy", "Edit division toasters"),
    ("rule", "#/policy", "Make a rule"),
    ("key", "#/keys", "Make a key"),
    ("dismiss", "#/unmatched", "Dismiss …"),
    ("register-refused", "#/unmatched", "Register …"),
]
# What each place is called; decisions and changes by their numbers.
TITLES = {
    "overview": "Overview",
    "history": "History",
    "history-nothing": "History",
    "devices": "Devices",
    "device": "kitchen-0000",
    "device-long": LONG,
    "device-unknown": "nobody",
    "imports": "Imports",
    "import": "Import: autumn.ndjson",
    "unmatched": "Unmatched",
    "unmatched-group": "Unmatched",
    "policy": "Divisions and rules",
    "policy-tried": "Divisions and rules",
    "changes": "Changes",
    "change-sets": "Changes",
    "keys": "Keys",
    "nowhere": "Nothing here",
}


class EveryPage(ConsoleTestCase):
    def setUp(self):
        super().setUp()
        # A device that is not registered, or was never asked for, is a place, too.
        self.expect(404, "/api/devices/*")

    def test_no_page_has_a_fault_or_keeps_anybody_out(self):
        for scheme in ("light", "dark"):
            self.sign_in()
            self.browser.media(scheme)
            for name, place in places_of(self).items():
                with self.subTest(page=name, scheme=scheme):
                    self.go(place)
                    self.browser.picture(f"{name}-1280-{scheme}")
                    self.assert_accessible(name)
                    self.assert_fits(name)
                    self.assertEqual(self.browser.faults.read(), [])

    def test_no_dialog_keeps_anybody_out(self):
        self.sign_in()
        for name, place, button in DIALOGS:
            self.go("#/nowhere")
            self.go(place)
            self.browser.click("button", button)
            dialog = self.browser.find("dialog")
            self.browser.settle()
            for scheme in ("light", "dark"):
                with self.subTest(dialog=name, scheme=scheme):
                    self.browser.media(scheme)
                    self.browser.settle()
                    self.browser.picture(f"dialog-{name}-{scheme}")
                    self.assert_accessible(name)
            self.browser.click("button", "Close", dialog)

    def test_the_sign_in_page_keeps_nobody_out(self):
        for scheme in ("light", "dark"):
            for width in (320, 1280):
                with self.subTest(scheme=scheme, width=width):
                    self.browser.media(scheme)
                    self.browser.size(width, 900)
                    self.open()
                    self.browser.find("button", "Sign in")
                    self.browser.picture(f"sign-in-{width}-{scheme}")
                    self.assert_accessible("sign-in")
                    self.assert_fits("sign-in")

    def test_every_page_tells_what_it_is(self):
        self.sign_in()
        titles = {}
        for name, place in places_of(self).items():
            with self.subTest(page=name):
                self.go(place)
                headings = self.browser.script("return [...document.querySelectorAll('h1')].map((one) => one.innerText)")
                self.assertEqual(len(headings), 1)
                self.assertEqual(self.browser.driver.title, f"{headings[0]} · dps-allocator")
                titles[name] = headings[0]
        change = places_of(self)["change"].split("/")[-1]
        decisions = {name: f"Decision {place.split('/')[-1]}" for name, place in places_of(self).items() if name.startswith("decision-")}
        self.assertEqual(titles, {**TITLES, **decisions, "change": f"Change {change}"})


if __name__ == "__main__":
    unittest.main()
