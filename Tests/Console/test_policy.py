"""What decides: divisions, rules, what comes of an ID; the inbox of refused devices; who may ask."""

import re
import unittest

from console_test_case import HUBS, MARKUP, ConsoleTestCase


class Policy(ConsoleTestCase):
    @classmethod
    def seed(cls):
        cls.decide("sn-0040", *(f"garden-{number}-contoso-lamp-9" for number in range(12)),
                   *(f"cellar-{number}-contoso-fan-3" for number in range(3)))
        cls.wait_for_group("-lamp-#", 12)
        cls.wait_for_group("-fan-#", 3)

    def try_id(self, registration_id):
        self.browser.fill("Registration ID", registration_id)
        self.browser.fill("Linked hubs", "\n".join(HUBS))
        self.browser.click("button", "Ask")

    def test_a_rule_is_made_and_an_id_shows_what_comes_of_it(self):
        self.sign_in(place="#/policy")
        self.try_id("kitchen-9-contoso-mixer-4")
        self.browser.says("kitchen-9-contoso-mixer-4 would be refused")
        self.browser.click("button", "Make a rule")
        dialog = self.browser.find("dialog")
        self.browser.fill("Pattern", "-contoso-mixer-4", dialog)
        self.browser.choose("Division", "toasters", dialog)
        self.assert_accessible("the dialog of a rule")
        self.browser.click("button", "Make it", dialog)
        self.browser.says("was made.", "kitchen-9-contoso-mixer-4 would be assigned to contoso-toasters-hub-1098.azure-devices.net")

    def test_an_id_that_is_tried_stands_in_the_address(self):
        self.sign_in("auditor", "#/policy?try=sn-0040")
        self.browser.says("sn-0040 would be assigned to contoso-toasters-hub-1098.azure-devices.net")
        self.assertEqual(self.browser.find("field", "Registration ID").get_property("value"), "sn-0040")

    def test_a_division_is_changed_and_the_change_is_taken_back(self):
        self.sign_in(place="#/policy")
        self.browser.click("button", "Edit division toasters")
        dialog = self.browser.find("dialog")
        self.browser.fill("Noun", "bread toasters", dialog)
        self.browser.click("button", "Save", dialog)
        self.browser.says("The division toasters was saved.")
        self.assertEqual(self.api("GET", "/api/divisions/toasters")["noun"], "bread toasters")
        self.undo("The division toasters was saved.")
        self.browser.wait(lambda: self.api("GET", "/api/divisions/toasters")["noun"] == "toasters", "it is taken back")

    def test_who_is_second_to_change_a_division_is_told(self):
        self.expect(412, "/api/divisions/*")
        self.sign_in(place="#/policy")
        self.browser.click("button", "Edit division heatpumps")
        dialog = self.browser.find("dialog")
        revision = self.api("GET", "/api/divisions/heatpumps")["revision"]
        self.api("PATCH", "/api/divisions/heatpumps", {"noun": "pumps of heat"}, if_match=f'"{revision}"',
                 content_type="application/merge-patch+json")
        self.browser.fill("Noun", "heaters", dialog)
        self.browser.click("button", "Save", dialog)
        self.browser.says("Somebody else has changed it meanwhile.", "pumps of heat")
        self.browser.click("button", "Save nonetheless", dialog)
        self.browser.says("The division heatpumps was saved.")
        self.assertEqual(self.api("GET", "/api/divisions/heatpumps")["noun"], "heaters")

    def test_a_group_of_refused_devices_becomes_devices(self):
        self.sign_in(place="#/unmatched?suffix=-lamp-%23")
        self.browser.says("12 devices")
        self.browser.click("button", "Register …")
        dialog = self.browser.find("dialog")
        self.browser.choose("Division", "toasters", dialog)
        self.browser.click("button", "Register", dialog)
        self.browser.says("12 devices registered")
        self.assertEqual(self.api("GET", "/api/devices/garden-7-contoso-lamp-9")["division"], "toasters")

    def test_a_group_of_refused_devices_is_dismissed_and_comes_back(self):
        self.sign_in(place="#/unmatched")
        self.browser.click("link", re.compile("-fan-#"))
        self.browser.says("3 devices")
        self.browser.click("button", "Dismiss …")
        self.browser.click("button", "Dismiss", self.browser.find("dialog"))
        self.undo("3 devices dismissed.")
        self.go("#/unmatched")
        self.browser.find("link", re.compile("-fan-#"))

    def test_a_key_is_made_shown_once_and_revoked(self):
        self.sign_in(place="#/keys")
        self.browser.click("button", "Make a key")
        dialog = self.browser.find("dialog")
        self.browser.fill("Name", "night shift", dialog)
        self.browser.choose("Role", "auditor", dialog)
        self.browser.click("button", "Make it", dialog)
        secret = self.browser.find("field", "Secret").get_property("value")
        self.assert_accessible("the dialog of a new key")
        self.assertEqual(self.service.ask("GET", "/api/divisions", None, {"authorization": f"Bearer {secret}"}).status, 200)
        self.browser.click("button", "Done")
        self.browser.find("button", "Revoke night shift")
        self.assertNotIn(secret, self.browser.script("return document.documentElement.outerHTML + location.href"))
        self.browser.click("button", "Revoke night shift")
        self.browser.click("button", "Revoke", self.browser.find("dialog"))
        self.browser.says("The key night shift was revoked.")
        self.assertEqual(self.service.ask("GET", "/api/divisions", None, {"authorization": f"Bearer {secret}"}).status, 401)

    def test_a_key_named_with_markup_is_a_text(self):
        self.sign_in(place="#/keys")
        self.browser.click("button", "Make a key")
        dialog = self.browser.find("dialog")
        self.browser.fill("Name", MARKUP[:64], dialog)
        self.browser.choose("Role", "auditor", dialog)
        self.browser.click("button", "Make it", dialog)
        self.browser.click("button", "Done")
        self.browser.says(MARKUP[:64])
        self.assert_no_markup("keys")


if __name__ == "__main__":
    unittest.main()
