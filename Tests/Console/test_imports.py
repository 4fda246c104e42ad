"""A file of devices: dropped, looked at, applied, taken back."""

import re
import unittest

from console_test_case import ConsoleTestCase

DROP = """
const [name, text] = arguments;
const files = new DataTransfer();
files.items.add(new File([text], name, { type: 'text/csv' }));
for (const event of ['dragenter', 'dragover', 'drop']) {
    document.querySelector('main').dispatchEvent(new DragEvent(event, { dataTransfer: files, bubbles: true, cancelable: true }));
}
"""


class Imports(ConsoleTestCase):
    @classmethod
    def seed(cls):
        cls.import_devices([{"registrationId": "spring-1", "division": "toasters"}], "winter.ndjson", "winter")

    def exists(self, registration_id):
        return bool(self.api("GET", f"/api/devices?text={registration_id}")["devices"])

    def test_a_file_is_chosen_looked_at_applied_and_taken_back(self):
        path = self.service.file("spring.csv", "registrationId,division,note\nspring-2,heatpumps,new\nspring-1,toasters,known\n")
        self.sign_in("fleet", "#/imports")
        self.browser.find("field", re.compile("^A file of devices")).send_keys(path)
        self.browser.find("heading", re.compile(r"\bspring\.csv$"))
        self.browser.says("create 1", "update 1", "spring-2")
        self.assertFalse(self.exists("spring-2"))
        self.assert_accessible("a plan")
        self.browser.click("button", "Apply …")
        dialog = self.browser.find("dialog")
        self.browser.fill(re.compile("^Why"), "spring has come", dialog)
        self.browser.click("button", "Apply", dialog)
        self.browser.says("applied")
        self.browser.wait(lambda: self.exists("spring-2"), "what the file has is there")
        self.browser.click("button", re.compile("^Undo"))
        self.browser.click("button", "Undo", self.browser.find("dialog"))
        self.browser.wait(lambda: not self.exists("spring-2"), "it is taken back")

    def test_a_dropped_file_with_a_fault_says_where_and_cannot_be_applied(self):
        self.sign_in("fleet", "#/imports")
        self.browser.find("field", re.compile("^A file of devices"))
        self.browser.script(DROP, "faulty.csv", "registrationId,division\nfine-1,toasters\nnot fine,kettles\n")
        self.browser.find("heading", re.compile(r"\bfaulty\.csv$"))
        self.browser.says("1 row cannot be imported", "not fine", "invalid")
        self.assertFalse(self.browser.find("button", "Apply …").is_enabled())
        self.browser.click("button", re.compile("^invalid"))
        self.browser.wait(lambda: len(self.browser.all("row")) == 1, "the faulty row is shown alone")
        self.assertIn("verdict=invalid", self.place)

    def test_a_file_that_is_no_table_is_refused_in_few_words(self):
        self.expect(422, "/api/imports")
        self.sign_in("fleet", "#/imports")
        self.browser.find("field", re.compile("^A file of devices"))
        for name, text in (("picture.png", "\x89PNG\r\n\x1a\n\x00"), ("letter.txt", "Dear all,\nthere is cake.\n")):
            with self.subTest(name=name):
                self.browser.script(DROP, name, text)
                self.browser.says(f"{name}: This is no CSV or NDJSON file.")
                self.browser.find("alert", re.compile("This is no CSV or NDJSON file"))
                self.assertNotIn("known are", self.browser.text())

    def test_a_file_may_be_dropped_on_the_devices_and_corrected_on_its_plan(self):
        self.sign_in("fleet", "#/devices")
        self.browser.find("button", "Import a file")
        self.browser.script(DROP, "draft.csv", "registrationId,division\ndraft-1,kettles\n")
        self.browser.find("heading", re.compile(r"\bdraft\.csv$"))
        self.browser.find("button", "Import the corrected file")
        self.browser.script(DROP, "corrected.csv", "registrationId,division\ndraft-1,toasters\n")
        self.browser.find("heading", re.compile(r"\bcorrected\.csv$"))
        self.assertTrue(self.browser.find("button", "Apply …").is_enabled())

    def test_a_plan_is_discarded(self):
        self.sign_in("fleet", "#/imports")
        self.browser.find("field", re.compile("^A file of devices"))
        self.browser.script(DROP, "unwanted.csv", "registrationId,division\nunwanted-1,toasters\n")
        self.browser.find("heading", re.compile(r"\bunwanted\.csv$"))
        self.browser.click("button", re.compile("^Discard"))
        self.browser.click("button", "Discard", self.browser.find("dialog"))
        self.browser.find("heading", "Imports")
        self.browser.says("winter.ndjson")
        self.assertNotIn("unwanted.csv", self.browser.text())


if __name__ == "__main__":
    unittest.main()
