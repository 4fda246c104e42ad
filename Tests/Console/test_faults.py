"""That the other tests would see a fault: each kind is made here, and has to be told."""

import unittest

from console_test_case import ConsoleTestCase


class FaultsAreSeen(ConsoleTestCase):
    @classmethod
    def seed(cls):
        """Nothing is looked at here."""

    def setUp(self):
        super().setUp()
        self.sign_in(place="#/nowhere")
        self.assertEqual(self.browser.faults.read(), [])

    def told(self, script):
        self.browser.driver.execute_async_script(script + "; setTimeout(arguments[arguments.length - 1], 50)")
        return "\n".join(self.browser.wait(self.browser.faults.read, "the fault is told"))

    def test_an_error_in_the_log_is_a_fault(self):
        self.assertIn("a test's own", self.told("console.error(\"a test's own\")"))

    def test_what_nobody_catches_is_a_fault(self):
        self.assertIn("nobody catches this", self.told("setTimeout(() => { throw new Error('nobody catches this'); })"))

    def test_an_answer_that_was_not_expected_is_a_fault(self):
        self.assertIn("401", self.told("fetch('/api/devices/no-such-device')"))

    def test_asking_another_origin_is_a_fault_and_the_policy_forbids_it(self):
        told = self.told("fetch('http://127.0.0.1:9/').catch(() => {})")
        self.assertIn("ontent Security Policy", told)

    def test_a_script_in_the_page_is_a_fault_and_does_not_run(self):
        told = self.told("const one = document.createElement('script'); one.append('window.__ran = 1'); document.body.append(one)")
        self.assertIn("TrustedScript", told)
        self.assertIsNone(self.browser.script("return window.__ran ?? null"))

    def test_text_that_is_to_become_script_or_markup_is_a_fault_and_does_not(self):
        for what, script in [
            ("TrustedScript", "document.createElement('script').textContent = 'window.__ran = 1'"),
            ("TrustedHTML", "document.querySelector('main').innerHTML = '<b id=made>made</b>'"),
            ("TrustedTypePolicy", "trustedTypes.createPolicy('any', { createHTML: (text) => text })"),
        ]:
            with self.subTest(what=what):
                self.assertIn(what, self.told(f"try {{ {script} }} catch {{ }}"))
        self.assertIsNone(self.browser.script("return window.__ran ?? document.getElementById('made')"))

    def test_going_to_another_origin_is_a_fault(self):
        self.browser.driver.get("data:text/html,<img src='http://127.0.0.1:9/picture.png'>")
        self.assertIn("asked another origin: http://127.0.0.1:9/picture.png", "\n".join(self.browser.faults.read()))

    def test_what_keeps_people_out_is_found(self):
        self.browser.script("document.querySelector('main').append(document.createElement('button'))")
        self.assertIn("button-name", "\n".join(self.browser.violations()))

    def test_what_is_too_wide_is_seen(self):
        self.browser.script("const one = document.createElement('p'); one.style.width = '4000px'; one.textContent = 'wide'; "
                            "document.querySelector('main').append(one)")
        self.assertGreater(self.browser.overflow(), 1000)


if __name__ == "__main__":
    unittest.main()
