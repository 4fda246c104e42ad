"""Who is let in, for how long, and where the key is kept."""

import re
import unittest

from console_test_case import ConsoleTestCase

STORED = """
return JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), location.href, document.cookie, history.state,
    document.documentElement.outerHTML]);
"""


class SignIn(ConsoleTestCase):
    def session_cookie(self):
        cookies = self.browser.command("Network.getAllCookies")["cookies"]
        self.assertLessEqual(len(cookies), 1, cookies)
        return cookies[0] if cookies else None

    def test_a_wrong_key_is_refused_and_the_field_takes_another(self):
        self.open()
        self.give_key("no-such-key")
        self.browser.says("No live key is like that.")
        self.assert_accessible("the sign-in page with a fault")
        self.give_key(self.service.keys["admin"])
        self.browser.find("button", "Sign out")

    def test_what_cannot_be_a_key_is_refused_without_asking(self):
        self.open()
        self.give_key("schlüssel – 鍵")
        self.browser.says("No live key is like that.")

    def test_a_webhook_key_opens_no_console(self):
        self.expect(403, "/api/session")
        self.open()
        self.give_key(self.service.keys["webhook"])
        self.browser.find("alert", re.compile("role webhook may not do this"))
        self.assertEqual(self.browser.all("button", "Sign out"), [])

    def test_the_key_is_in_memory_alone_and_gone_after_a_reload(self):
        self.sign_in()
        self.assertNotIn(self.service.keys["admin"], self.browser.script(STORED))
        self.assertIsNone(self.session_cookie())
        self.browser.driver.refresh()
        self.browser.find("button", "Sign in")

    def test_who_stays_signed_in_is_so_after_a_reload_and_no_script_can_read_by_what(self):
        self.sign_in(stay=True, place="#/devices")
        cookie = self.session_cookie()
        self.assertEqual((cookie["httpOnly"], cookie["sameSite"], cookie["path"]), (True, "Strict", "/"))
        self.assertNotIn(self.service.keys["admin"], cookie["value"])
        stored = self.browser.script(STORED)
        self.assertNotIn(self.service.keys["admin"], stored)
        self.assertNotIn(cookie["value"], stored)
        self.browser.driver.refresh()
        self.browser.find("button", "Sign out")
        self.browser.find("heading", "Devices")

    def test_signing_out_ends_the_session_for_good(self):
        self.sign_in(stay=True)
        self.browser.click("button", "Sign out")
        self.browser.find("button", "Sign in")
        self.assertIsNone(self.session_cookie())
        self.browser.driver.refresh()
        self.browser.find("button", "Sign in")

    def test_signing_out_leaves_nothing_of_what_was_read(self):
        self.sign_in(place="#/devices")
        self.browser.says("kitchen-0001")
        self.browser.click("button", "Sign out")
        self.browser.find("button", "Sign in")
        self.assertNotIn("kitchen-0001", self.browser.script("return document.documentElement.outerHTML"))

    def test_the_key_is_never_in_an_address(self):
        for stay in (False, True):
            self.sign_in(stay=stay)
            self.browser.faults.read()
        for _, url in self.browser.faults.requests:
            self.assertNotIn(self.service.keys["admin"], url)
        self.assertGreater(len(self.browser.faults.requests), 10)

    def test_whose_key_is_revoked_signs_in_again_and_comes_back_to_the_same_page(self):
        for stay in (False, True):
            with self.subTest(stay=stay):
                number, secret = self.make_key(f"leaver {stay}", "auditor")
                self.sign_in(key=secret, place="#/history?outcome=rejected", stay=stay)
                self.api("DELETE", f"/api/keys/{number}", if_match="*")
                self.expect(401, "/api/*")
                self.go("#/changes")
                self.browser.says("Your session has ended")
                self.give_key(self.service.keys["auditor"])
                self.browser.find("heading", "Changes")
                self.assertEqual(self.place, "#/changes")


if __name__ == "__main__":
    unittest.main()
