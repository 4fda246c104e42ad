"""The smallest and the largest window: nothing is too wide, and a picture of each."""

import unittest

from console_test_case import ConsoleTestCase
from places import places_of


class Sizes(ConsoleTestCase):
    def setUp(self):
        super().setUp()
        self.expect(404, "/api/devices/*")

    def check_width(self, width, height):
        self.browser.size(width, height)
        self.sign_in()
        for name, place in places_of(self).items():
            self.go(place)
            for scheme in ("light", "dark"):
                with self.subTest(page=name, width=width, scheme=scheme):
                    self.browser.media(scheme)
                    self.browser.settle()
                    self.browser.picture(f"{name}-{width}-{scheme}")
                    self.assert_fits(name)

    def test_no_page_is_wider_than_a_window_of_320_pixels(self):
        self.check_width(320, 700)

    def test_no_page_is_wider_than_a_window_of_2560_pixels(self):
        self.check_width(2560, 1400)

    def test_a_narrow_window_keeps_nobody_out(self):
        self.browser.size(320, 700)
        self.sign_in()
        for name, place in places_of(self).items():
            with self.subTest(page=name):
                self.go(place)
                self.assert_accessible(name)

    def test_the_navigation_of_a_narrow_window_shows_where_one_is(self):
        self.browser.size(320, 700)
        self.sign_in(place="#/keys")
        inside = self.browser.script("""
            const link = document.querySelector('nav [aria-current]').getBoundingClientRect();
            return link.left >= 0 && link.right <= innerWidth;""")
        self.assertTrue(inside)


if __name__ == "__main__":
    unittest.main()
