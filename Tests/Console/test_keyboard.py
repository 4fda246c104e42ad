"""All of it with the keyboard alone: where the focus is can always be seen, and it is never lost."""

import re
import unittest

from selenium.webdriver.common.keys import Keys

from console_test_case import ConsoleTestCase

MOST_STEPS = 60


class Keyboard(ConsoleTestCase):
    def go_by_tab(self, name, tag=None):
        """Presses Tab until the focus is at what has this name; it has to be seen at each step."""
        passed = []
        for _ in range(MOST_STEPS):
            at = self.browser.focus()
            if passed and at["tag"] not in ("body", "html"):
                # The parts of a time are within the field; the browser marks that which has the focus.
                self.assertTrue(at["shows"] or at["type"] == "datetime-local", f"the focus is not seen at {at}")
                self.assertTrue(at["inView"], f"the focus is out of view at {at}")
            if re.search(name, at["name"]) and tag in (None, at["tag"]) and at["tag"] != "body":
                return at
            passed.append(f"{at['tag']} {at['name'][:30]}")
            self.browser.press(Keys.TAB)
        raise AssertionError(f"no {name!r} within {MOST_STEPS} steps: {passed}")

    def sign_in_by_keyboard(self, place=""):
        self.open(place)
        self.browser.find("button", "Sign in")
        self.assertEqual(self.browser.focus()["name"], "API key")
        self.browser.press(self.service.keys["admin"], Keys.ENTER)
        self.browser.find("button", "Sign out")
        self.browser.settle()

    def test_from_signing_in_to_an_explanation(self):
        self.sign_in_by_keyboard()
        self.go_by_tab("^History$", "a")
        self.browser.press(Keys.ENTER)
        self.browser.find("table", "Decisions")
        self.browser.settle()
        self.assertEqual(self.browser.focus()["name"], "History", "who has moved is at the title of the page")
        self.go_by_tab("^Registration ID$", "input")
        self.browser.press("stray-1", Keys.ENTER)
        self.browser.wait(lambda: len(self.browser.all("row")) == 1, "the filter is applied")
        self.assertEqual(self.browser.focus()["name"], "Registration ID", "the focus stays in the filter")
        self.go_by_tab(r"\d", "a")
        self.browser.press(Keys.ENTER)
        self.browser.find("heading", "Then")
        self.assertTrue(self.place.startswith("#/history/"))
        self.assertEqual(self.browser.focus()["tag"], "h1")

    def test_arrows_go_from_row_to_row(self):
        self.sign_in_by_keyboard("#/devices?text=kitchen-")
        self.browser.says("kitchen-0001")
        self.go_by_tab("^kitchen-0000$|^Select kitchen-0000$")
        for _ in range(40):
            self.browser.press(Keys.ARROW_DOWN)
            self.assertTrue(self.browser.focus()["inView"])
        self.assertRegex(self.browser.focus()["name"], "kitchen-0040$")
        self.browser.press(Keys.ARROW_UP)
        self.assertRegex(self.browser.focus()["name"], "kitchen-0039$")

    def test_a_device_is_edited(self):
        self.sign_in_by_keyboard("#/devices/kitchen-0033")
        self.browser.find("field", "Note")
        self.go_by_tab("^Note$", "textarea")
        self.browser.press("written by keyboard")
        self.go_by_tab("^Save$", "button")
        self.browser.press(Keys.ENTER)
        self.browser.says("kitchen-0033 was saved.")
        self.assertEqual(self.browser.focus()["name"], "Nothing to save", "the focus is at what says how it stands")
        self.assertEqual(self.api("GET", "/api/devices/kitchen-0033")["note"], "written by keyboard")

    def test_a_dialog_keeps_the_focus_and_gives_it_back(self):
        self.sign_in_by_keyboard("#/keys")
        self.go_by_tab("^Make a key$", "button")
        self.browser.press(Keys.ENTER)
        dialog = self.browser.find("dialog")
        for _ in range(12):
            self.browser.press(Keys.TAB)
            inside = self.browser.script("return arguments[0].contains(document.activeElement) || document.activeElement === document.body", dialog)
            self.assertTrue(inside, self.browser.focus())
        self.browser.press(Keys.ESCAPE)
        self.browser.wait(lambda: not self.browser.all("dialog"), "Escape closes it")
        self.assertEqual(self.browser.focus()["name"], "Make a key")

    def test_the_first_step_leads_past_the_navigation(self):
        self.sign_in(stay=True, place="#/devices")
        self.browser.driver.refresh()
        self.browser.find("heading", "Devices")
        self.browser.settle()
        self.go_by_tab("^Skip to the content$", "a")
        self.browser.press(Keys.ENTER)
        self.assertEqual(self.browser.focus()["tag"], "main")

    def test_each_target_is_large_enough(self):
        """WCAG 2.2, 2.5.8: 24 by 24 pixels, but for links within a text."""
        self.browser.size(320, 700)
        self.sign_in_by_keyboard()
        for place in ("#/overview", "#/history", "#/devices", "#/devices/kitchen-0000", "#/unmatched", "#/policy", "#/keys"):
            with self.subTest(place=place):
                self.go(place)
                small = self.browser.script("""
                    return [...document.querySelectorAll('button, select, input, textarea, summary')]
                        .filter((node) => node.checkVisibility())
                        .map((node) => [node.outerHTML.slice(0, 90), node.getBoundingClientRect()])
                        .filter(([, box]) => box.width && (box.width < 23.5 || box.height < 23.5))
                        // A box of 18 pixels with room around it is as large as its room.
                        .filter(([html]) => !/type="(checkbox|radio)"/.test(html))
                        .map(([html, box]) => `${html}: ${Math.round(box.width)} by ${Math.round(box.height)}`);""")
                self.assertEqual(small, [])


if __name__ == "__main__":
    unittest.main()
