"""What a key of each role sees, and what it does not."""

import re
import unittest

from console_test_case import PAGES, ConsoleTestCase


class Roles(ConsoleTestCase):
    @classmethod
    def seed(cls):
        cls.decide("sn-0040", "stray-1")

    def pages_of(self, role):
        return [name for name, (_, roles) in PAGES.items() if role == "admin" or role in roles]

    def test_each_role_sees_just_its_pages(self):
        for role in ("fleet", "auditor", "admin"):
            with self.subTest(role=role):
                self.sign_in(role)
                navigation = self.browser.script("return document.getElementById('navigation')")
                self.assertEqual([name for _, name in self.browser.named("link", navigation)],
                                 [PAGES[name][0] for name in self.pages_of(role)])

    def test_each_page_of_a_role_asks_only_what_the_role_may(self):
        for role in ("fleet", "auditor"):
            self.sign_in(role)
            for name in self.pages_of(role):
                with self.subTest(role=role, page=name):
                    self.go(f"#/{name}")
                    self.browser.find("heading", PAGES[name][0])
                    self.assertEqual(self.browser.all("alert"), [])
                    self.assertEqual(self.browser.faults.read(), [])

    def test_the_address_of_a_page_of_another_role_says_so(self):
        for role in ("fleet", "auditor"):
            self.sign_in(role)
            for name in set(PAGES) - set(self.pages_of(role)):
                with self.subTest(role=role, page=name):
                    self.go(f"#/{name}")
                    self.browser.says(f"A key of the role {role} does not open this page.")
                    self.browser.click("link", "To the first page")
                    self.browser.find("heading", PAGES[self.pages_of(role)[0]][0])

    def test_an_address_of_nothing_says_so(self):
        for place in ("#/nowhere", "#/%E0%A4%A", "#/constructor"):
            self.sign_in("auditor", place)
            self.browser.says("There is no such page.")

    def test_an_auditor_is_offered_nothing_that_writes(self):
        self.sign_in("auditor")
        writing = re.compile("Save|Edit …|Register|Retire|Erase|Hold|Disable|Activate|Make|Delete|Dismiss|Apply|Undo|Move")
        for place in ("#/devices", "#/devices/sn-0040", "#/policy", "#/unmatched", "#/imports", "#/changes"):
            with self.subTest(place=place):
                self.go(place)
                self.assertEqual([name for _, name in self.browser.named("button") if writing.search(name)], [])

    def test_a_fleet_key_may_write_devices_and_no_policy(self):
        self.sign_in("fleet", "#/policy")
        self.assertEqual(self.browser.all("button", re.compile("Make|Edit|Move")), [])
        self.go("#/devices")
        self.browser.find("button", "Register a device")


if __name__ == "__main__":
    unittest.main()
