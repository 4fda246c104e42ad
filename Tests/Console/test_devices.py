"""The inventory: a list of any length, one device, what two people do to it at once, and many at once."""

import re
import unittest

from console_test_case import KITCHENS, ConsoleTestCase


class Devices(ConsoleTestCase):
    def device(self, registration_id):
        return self.api("GET", f"/api/devices/{registration_id}")

    def note(self, registration_id):
        return self.device(registration_id).get("note")

    def test_a_thousand_devices_scroll_and_few_are_in_the_document(self):
        self.sign_in(place="#/devices?text=kitchen-")
        self.browser.says("1,000 devices")
        seen = set()
        most = 0
        scroller = self.browser.find("region", "Devices")

        def scrolled():
            nonlocal most
            rows = self.browser.script("return [...document.querySelectorAll('tbody tr:not(.spacer)')].map((row) => row.innerText)")
            most = max(most, len(rows))
            seen.update(KITCHENS[int(found)] for found in re.findall(r"kitchen-(\d{4})", " ".join(rows)))
            self.browser.script("arguments[0].scrollTop += arguments[0].clientHeight", scroller)
            return len(seen) == len(KITCHENS)
        self.browser.wait(scrolled, lambda: f"every kitchen was seen; {len(seen)} were")
        self.assertLess(most, 100)
        self.browser.says("1,000 rows, all there are")

    def test_a_device_is_registered_and_erased_and_comes_back_by_undo(self):
        self.sign_in("fleet", "#/devices")
        self.browser.click("button", "Register a device")
        dialog = self.browser.find("dialog")
        self.browser.fill("Registration ID", "toaster-of-today", dialog)
        self.browser.choose("Division", "toasters", dialog)
        self.browser.click("button", "Register", dialog)
        self.browser.find("heading", "toaster-of-today")
        self.browser.click("button", "Erase …")
        self.browser.click("button", "Erase", self.browser.find("dialog"))
        self.undo("toaster-of-today is erased.")
        self.browser.wait(lambda: self.api("GET", "/api/devices?text=toaster-of-today")["devices"], "the device is back")

    def test_what_cannot_be_registered_is_told_at_its_field(self):
        self.expect(400, "/api/devices/*")
        self.expect(422, "/api/devices/*")
        self.sign_in("fleet", "#/devices")
        self.browser.click("button", "Register a device")
        dialog = self.browser.find("dialog")
        self.browser.fill("Registration ID", "<b>no</b>", dialog)
        self.browser.choose("Division", "toasters", dialog)
        self.browser.click("button", "Register", dialog)
        self.browser.find("alert", re.compile("may only have letters, digits and"), dialog)
        self.assertTrue(dialog.is_displayed())

    def test_a_device_is_edited_and_the_log_says_why(self):
        self.sign_in("fleet", "#/devices/kitchen-0017")
        self.browser.fill("Note", "moved to the cellar")
        self.browser.fill(re.compile("^Why"), "asked for by the site")
        self.browser.click("button", "Save")
        self.browser.says("kitchen-0017 was saved.")
        self.assertEqual(self.note("kitchen-0017"), "moved to the cellar")
        self.browser.says("asked for by the site")
        self.undo("kitchen-0017 was saved.")
        self.browser.wait(lambda: self.note("kitchen-0017") is None, "the note is taken back")

    def test_what_is_not_json_is_told_and_not_sent(self):
        self.sign_in("fleet", "#/devices/kitchen-0018")
        self.browser.fill("Tags", "{ \"site\": }")
        self.browser.says("What is marked is not JSON yet.")
        self.assertFalse(self.browser.find("button", "Save").is_enabled())
        self.browser.click("button", "Drop what I typed")

    def test_who_is_second_sees_what_the_first_did_and_chooses(self):
        for choice, number, kept in (("Use theirs", 1, "first 1"), ("Save mine over it", 2, "second 2")):
            with self.subTest(choice=choice):
                self.sign_in("fleet", "#/devices/kitchen-0019")
                self.expect(412, "/api/devices/*")
                first = self.browser.driver.current_window_handle
                second = self.browser.new_tab()
                self.sign_in("admin", "#/devices/kitchen-0019")
                self.browser.fill("Note", f"second {number}")
                self.browser.go_to(first)
                self.browser.fill("Note", f"first {number}")
                self.browser.click("button", "Save")
                self.browser.says("kitchen-0019 was saved.")
                self.browser.go_to(second)
                self.browser.click("button", "Save")
                self.browser.says("has changed it meanwhile", f"first {number}")
                self.assert_accessible("a conflict")
                self.browser.click("button", choice)
                self.browser.wait(lambda: self.browser.find("field", "Note").get_property("value") == kept, "the choice is shown")
                self.browser.wait(lambda wanted=kept: self.note("kitchen-0019") == wanted, "the choice is kept")
                self.browser.driver.close()
                self.browser.go_to(first)

    def write(self, registration_id, **members):
        """What somebody else writes meanwhile."""
        path = f"/api/devices/{registration_id}"
        self.api("PATCH", path, members, content_type="application/merge-patch+json",
                 if_match=f'"{self.device(registration_id)["revision"]}"')

    def assert_that_saving_asks_first(self, registration_id):
        self.browser.says("has changed it meanwhile")
        self.browser.click("button", "Save")
        self.browser.says("has changed it meanwhile")
        self.assertEqual(self.note(registration_id), "theirs")
        self.browser.click("button", "Save mine over it")
        self.browser.wait(lambda: self.note(registration_id) == "mine", "what was chosen is kept")

    def test_a_new_status_does_not_open_the_way_over_what_somebody_else_has_written(self):
        self.expect(412, "/api/devices/*")
        self.sign_in("fleet", "#/devices/kitchen-0022")
        self.browser.fill("Note", "mine")
        self.write("kitchen-0022", note="theirs")
        self.browser.click("button", "Hold …")
        dialog = self.browser.find("dialog")
        self.browser.click("button", "Hold", dialog)
        self.browser.click("button", "Hold nonetheless", dialog)
        self.assert_that_saving_asks_first("kitchen-0022")
        self.assertEqual(self.device("kitchen-0022")["status"], "held")

    def test_neither_does_undo(self):
        self.expect(412, "/api/devices/*")
        self.sign_in("fleet", "#/devices/kitchen-0023")
        self.browser.fill("Labels", "spare")
        self.browser.click("button", "Save")
        self.browser.says("kitchen-0023 was saved.")
        self.browser.fill("Note", "mine")
        self.write("kitchen-0023", note="theirs")
        self.browser.click("button", "Undo")
        # Nothing could be taken back, for it was edited since.
        self.browser.click("button", "Close", self.browser.find("dialog"))
        self.assert_that_saving_asks_first("kitchen-0023")

    def test_what_was_not_edited_goes_back_as_it_was(self):
        self.write("kitchen-0024", note="  two\r\nlines  \n", labels=["spare"])
        self.sign_in("fleet", "#/devices/kitchen-0024")
        self.browser.fill("Tags", "{ \"site\": \"cellar\" }")
        self.browser.click("button", "Save")
        self.browser.says("kitchen-0024 was saved.")
        self.assertEqual(self.note("kitchen-0024"), "  two\r\nlines  \n")
        self.assertEqual(self.device("kitchen-0024")["twin"], {"tags": {"site": "cellar"}})

    def test_a_held_device_says_until_when_and_why(self):
        self.sign_in("fleet", "#/devices/kitchen-0020")
        self.browser.click("button", "Hold …")
        dialog = self.browser.find("dialog")
        self.browser.fill("Reason", "waits for its acceptance", dialog)
        self.browser.click("button", "Hold", dialog)
        self.browser.says("held", "waits for its acceptance")
        self.assertEqual(self.device("kitchen-0020")["status"], "held")

    def test_many_devices_are_changed_at_once_after_a_look_at_what_would_change(self):
        self.sign_in("fleet", "#/devices?text=kitchen-030")
        for number in (300, 301, 302):
            self.browser.click("checkbox", f"Select {KITCHENS[number]}")
        self.browser.says("3 selected")
        self.browser.click("button", "Edit …")
        dialog = self.browser.find("dialog")
        self.browser.fill("Add labels", "recalled", dialog)
        self.browser.click("button", "See what would change", dialog)
        self.browser.wait(lambda: self.place.startswith("#/imports/"), "the plan is shown")
        self.browser.says(KITCHENS[301])
        self.assertNotIn("recalled", self.device(KITCHENS[301]).get("labels", []))
        self.browser.click("button", "Apply …")
        self.browser.click("button", "Apply", self.browser.find("dialog"))
        self.browser.wait(lambda: all("recalled" in self.device(KITCHENS[number])["labels"] for number in (300, 301, 302)),
                          "the label is there")

    def test_what_was_typed_is_not_lost_without_asking(self):
        self.sign_in("fleet", "#/devices/kitchen-0021")
        self.browser.fill("Note", "half a thought")
        self.browser.script("setTimeout(() => { location.hash = '#/devices'; })")
        self.browser.wait(self.asked, "it is asked whether to leave")
        self.browser.driver.switch_to.alert.dismiss()
        self.assertEqual(self.browser.find("field", "Note").get_property("value"), "half a thought")
        self.browser.click("button", "Drop what I typed")

    def asked(self):
        from selenium.common.exceptions import NoAlertPresentException
        try:
            return self.browser.driver.switch_to.alert.text
        except NoAlertPresentException:
            return None


if __name__ == "__main__":
    unittest.main()
