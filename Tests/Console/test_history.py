"""What was decided: found, sent to a colleague as an address, explained, and seen as it comes."""

import re
import unittest
import urllib.parse

from console_test_case import ConsoleTestCase


class History(ConsoleTestCase):
    def decision(self, registration_id):
        """The number of the last decision of a device."""
        query = urllib.parse.urlencode({"registrationId": registration_id, "limit": 1})
        return self.api("GET", f"/api/assignments?{query}")["assignments"][0]["id"]

    def rows(self):
        return [name for _, name in self.browser.named("row")]

    def test_a_filter_ends_in_the_address_and_the_address_restores_it(self):
        self.sign_in(place="#/history")
        self.browser.says("kitchen-0003")
        self.browser.choose("Outcome", "rejected")
        self.browser.wait(lambda: self.rows() and all("refused" in row for row in self.rows()), "only refusals are shown")
        self.browser.fill("Registration ID", "stray-1\n")
        self.browser.wait(lambda: len(self.rows()) == 1 and "stray-1" in self.rows()[0], "one refusal is shown")
        sent = self.place
        self.assertEqual(urllib.parse.parse_qs(sent.split("?")[1]), {"outcome": ["rejected"], "registrationIdPrefix": ["stray-1"]})
        self.sign_in("auditor", sent)
        self.browser.wait(lambda: len(self.rows()) == 1 and "stray-1" in self.rows()[0], "a colleague sees the same")
        self.assertEqual(self.browser.find("combobox", "Outcome").get_property("value"), "rejected")
        self.assertEqual(self.browser.find("field", "Registration ID").get_property("value"), "stray-1")

    def test_a_text_acts_once_nobody_types_and_the_focus_stays_in_it(self):
        self.sign_in(place="#/history")
        self.browser.says("kitchen-0003")
        self.browser.fill("Registration ID", "stray-1")
        self.browser.wait(lambda: len(self.rows()) == 1 and "stray-1" in self.rows()[0], "the text is a filter")
        self.assertEqual(self.browser.focus()["name"], "Registration ID")

    def test_back_takes_a_filter_back(self):
        self.sign_in(place="#/history")
        self.browser.says("kitchen-0003")
        self.browser.choose("Outcome", "rejected")
        self.browser.wait(lambda: self.rows() and all("refused" in row for row in self.rows()), "only refusals are shown")
        self.browser.driver.back()
        self.browser.wait(lambda: any("assigned" in row for row in self.rows()), "all are shown again")
        self.assertEqual(self.browser.find("combobox", "Outcome").get_property("value"), "")

    def test_a_filter_that_fits_nothing_says_what_to_do(self):
        self.sign_in(place="#/history?registrationId=nobody-1")
        self.browser.says("No decision fits these filters.")
        self.browser.find("button", "IDs that begin with it")
        self.browser.click("button", "Clear")
        self.browser.says("kitchen-0003")

    def test_why_a_device_was_refused_is_explained_in_steps(self):
        self.sign_in(place="#/history?outcome=rejected")
        self.browser.click("link", None, self.browser.find("table", "Decisions"))
        self.browser.find("heading", "Then")
        number = self.decision("garden-3-contoso-lamp-9")
        self.go(f"#/history/{number}")
        self.browser.says(f"Decision {number}", "garden-3-contoso-lamp-9", "refused", "Steps")
        self.assertGreater(self.browser.script("return document.querySelectorAll('main ol li').length"), 1)
        self.browser.says("agrees")

    def test_where_each_key_of_a_twin_comes_from_is_told(self):
        number = self.decision("kitchen-0000")
        self.sign_in(place=f"#/history/{number}")
        self.browser.find("heading", "Twin")
        rows = self.rows()
        self.assertTrue(any("temperatureSetting" in row and "58" in row and "device" in row for row in rows), rows)
        self.assertTrue(any("deviceType" in row and "heatpump" in row and "template" in row for row in rows), rows)
        self.browser.settle()
        self.browser.picture("explanation-twin")

    def test_what_has_changed_since_is_told(self):
        self.decide("sn-0044")
        number = self.decision("sn-0044")
        device = self.api("GET", "/api/devices/sn-0044")
        self.api("PATCH", "/api/devices/sn-0044?message=moved", {"division": "heatpumps"}, if_match=f"\"{device['revision']}\"",
                 content_type="application/merge-patch+json")
        self.sign_in(place=f"#/history/{number}")
        self.browser.says("Asked again, it would be decided otherwise.", "1 change since", "moved")

    def test_a_number_of_no_decision_says_so(self):
        self.expect(404, "/api/*")
        self.sign_in(place="#/history/999999999")
        self.browser.find("alert", re.compile("There is no such assignment"))
        self.go("#/history/none")
        self.browser.says("Decisions are known by their numbers.")

    def test_a_decision_shows_as_it_comes_without_a_reload(self):
        self.sign_in(place="#/history")
        self.browser.says("kitchen-0003")
        self.browser.script("window.__same = true")
        self.decide("live-1-contoso-tstrsd-007")
        self.browser.wait(lambda: self.rows() and "live-1-contoso-tstrsd-007" in self.rows()[0], "the decision is on top")
        self.assertTrue(self.browser.script("return window.__same"))

    def test_a_refusal_shows_on_the_overview_as_it_comes(self):
        self.sign_in(place="#/overview")
        self.browser.says("Latest refusals")
        self.browser.script("window.__same = true")
        self.decide("late-1-contoso-kettle-1")
        self.browser.says("late-1-contoso-kettle-1")
        self.assertTrue(self.browser.script("return window.__same"))


if __name__ == "__main__":
    unittest.main()
