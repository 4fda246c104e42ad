"""Decisions over time: by what, in which pieces of time, and a range chosen by keyboard."""

import unittest
import urllib.parse

from selenium.webdriver.common.keys import Keys

from console_test_case import ConsoleTestCase

DIMENSIONS = ("outcome", "hub", "division")
BUCKETS = ("hour", "day", "month")
DRAWN = "return [...document.querySelectorAll('svg[role=img] path[fill]')].some((one) => one.getAttribute('d').includes('h'))"


class OverviewTestCase(ConsoleTestCase):
    @property
    def query(self):
        """What the address says behind its page, with one value for each name."""
        return dict(urllib.parse.parse_qsl(self.place.partition("?")[2]))

    def label(self):
        """What the chart is called when it is read out."""
        return " ".join(name for _, name in self.browser.named("image"))

    def pressed(self):
        return self.browser.script("return [...document.querySelectorAll('[aria-pressed=true]')].map((one) => one.textContent)")

    def each_choice(self, *dimensions):
        """Presses the buttons of these dimensions and of every piece of time, and gives both once the chart is of them."""
        for by in dimensions:
            for bucket in BUCKETS:
                with self.subTest(by=by, bucket=bucket):
                    self.browser.click("button", by)
                    self.browser.click("button", bucket)
                    self.browser.wait(lambda: self.pressed() == [by, bucket] and f"By {by}:" in self.label(), lambda: (
                        f"the chart is by {by}, each {bucket}; it is {self.label()!r}"))
                    yield by, bucket


class Overview(OverviewTestCase):
    def test_by_hub_and_by_division_each_piece_of_time_is_in_the_address_and_drawn(self):
        self.sign_in(place="#/overview")
        for by, bucket in self.each_choice("hub", "division"):
            self.assertEqual(self.query, {"by": by, "bucket": bucket})
            self.assertTrue(self.browser.script(DRAWN))
            self.assertNotIn("no decision", self.label())
            self.assertEqual(self.browser.all("alert"), [])
        sent = self.place
        self.sign_in("auditor", sent)
        self.browser.wait(lambda: self.pressed() == ["division", "month"], "a colleague sees the same")

    def test_a_range_is_chosen_by_keyboard_and_left_again(self):
        self.sign_in(place="#/overview?bucket=day")
        whole = self.label()
        self.browser.find("field", "First bar to zoom to").send_keys(Keys.END, *[Keys.ARROW_LEFT] * 5)
        self.browser.find("button", "Zoom in").send_keys(Keys.ENTER)
        self.browser.wait(lambda: "since" in self.query, "the range is in the address")
        self.browser.wait(lambda: self.label() != whole, "the range is shown")
        self.assertEqual(self.query["bucket"], "day")
        self.assertEqual(self.browser.focus()["name"], "First bar to zoom to")
        self.browser.find("button", "Zoom out").send_keys(Keys.ENTER)
        self.browser.wait(lambda: self.label() == whole, "all is shown again")
        self.assertEqual(self.query, {"bucket": "day"})
        self.assertEqual(self.browser.focus()["name"], "day")

    def test_a_piece_of_time_that_there_is_not_is_no_fault(self):
        self.sign_in(place="#/overview?bucket=toString")
        self.assertEqual(self.pressed(), ["outcome", "hour"])
        self.assertTrue(self.browser.script(DRAWN))
        self.assertEqual(self.browser.all("alert"), [])


class WithoutDecisions(OverviewTestCase):
    @classmethod
    def seed(cls):
        """DPS has never asked."""

    def test_each_choice_says_that_nothing_was_decided_and_nothing_fails(self):
        self.sign_in(place="#/overview")
        for _ in self.each_choice(*DIMENSIONS):
            self.browser.says("DPS did not ask: no decision", "Nothing was decided in this time.")
            self.assertEqual(self.browser.all("alert"), [])
            self.assertEqual(self.browser.faults.read(), [])


if __name__ == "__main__":
    unittest.main()
