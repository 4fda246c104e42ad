"""Markup that people and devices write stays a text, on every page that shows it."""

import unittest
import urllib.parse

from console_test_case import HUBS, MARKUP, ConsoleTestCase, eventually

SHORT = "<img src=x onerror='window.__xss=1'>"
TWIN = {"tags": {"site": MARKUP}, "properties": {"desired": {"text": MARKUP, "list": [MARKUP]}}}
ADDRESS = urllib.parse.quote(MARKUP, safe="")


class Markup(ConsoleTestCase):
    @classmethod
    def seed(cls):
        """Whatever may hold a text holds markup."""
        cls.api("PUT", f"/api/divisions/{urllib.parse.quote(SHORT, safe='')}?message={ADDRESS}",
                {"noun": SHORT, "hubPattern": SHORT, "twin": TWIN, "payload": {SHORT: MARKUP}}, if_none_match="*")
        cls.api("PUT", f"/api/divisions/plain?message={ADDRESS}", {"noun": SHORT, "hubPattern": "-toasters-", "twin": TWIN}, if_none_match="*")
        cls.rule = cls.api("POST", f"/api/rules?message={ADDRESS}", {"kind": "contains", "pattern": MARKUP, "division": SHORT})["id"]
        device = {"labels": [SHORT], "note": MARKUP, "twin": TWIN, "payload": {SHORT: MARKUP}}
        cls.api("PUT", f"/api/devices/marked-1?message={ADDRESS}", {"division": "plain", **device}, if_none_match="*")
        cls.api("PUT", f"/api/devices/marked-2?message={ADDRESS}",
                {"division": SHORT, **device, "status": "disabled", "statusReason": MARKUP}, if_none_match="*")
        cls.set = cls.import_devices([{"registrationId": "marked-3", "division": SHORT, **device}], MARKUP, MARKUP)
        cells = ",".join('"' + cell.replace('"', '""') + '"' for cell in (MARKUP, MARKUP, SHORT, MARKUP))
        fields = {"source": f"{SHORT}.csv", "message": MARKUP}
        cls.plan = cls.api("POST", f"/api/imports?{urllib.parse.urlencode(fields)}",
                           f"registrationId,division,labels,note\n{cells}\n".encode(), content_type="text/csv")["id"]
        cls.key = cls.make_key(SHORT, "admin")
        # A device may say of itself what its enrollment lets it; the names of hubs and groups are not ours.
        for registration_id in ("marked-1", "marked-2", "marked-3", "unknown-1"):
            cls.service.allocate({
                "enrollmentGroup": {"enrollmentGroupId": SHORT, "attestation": {"type": "symmetricKey"}},
                "deviceRuntimeContext": {"registrationId": registration_id, "payload": {"text": MARKUP}, "symmetricKey": {}},
                "linkedHubs": HUBS})
        decisions = eventually(
            lambda: (lambda found: found if len(found) >= 3 else None)(cls.api("GET", "/api/assignments")["assignments"]),
            "the history has the decisions")
        cls.decisions = [one["id"] for one in decisions]
        cls.change = cls.api("GET", "/api/changes")["changes"][0]["id"]

    def places(self):
        yield from ("#/overview", "#/history", "#/devices", "#/imports", "#/unmatched", "#/unmatched?by=enrollment", "#/unmatched?near=true",
                    "#/policy", "#/changes", "#/changes?view=sets", "#/keys", "#/keys?revoked=true")
        yield from (f"#/history/{number}" for number in self.decisions)
        yield from (f"#/devices/marked-{number}" for number in (1, 2, 3))
        yield from (f"#/changes/{self.change}", f"#/changes?changeSet={self.set}", f"#/imports/{self.plan}")
        # What an address says is not ours either.
        yield from (f"#/{ADDRESS}", f"#/history/{ADDRESS}", f"#/devices/{ADDRESS}", f"#/imports/{ADDRESS}", f"#/changes/{ADDRESS}")
        yield from (f"#/devices?text={ADDRESS}&division={ADDRESS}", f"#/history?division={ADDRESS}&hub={ADDRESS}&reason={ADDRESS}",
                    f"#/policy?try={ADDRESS}", f"#/unmatched?suffix={ADDRESS}", f"#/unmatched?by={ADDRESS}",
                    f"#/changes?actor={ADDRESS}", f"#/overview?by={ADDRESS}&span={ADDRESS}")

    def test_no_page_makes_an_element_of_what_was_written(self):
        # What is no name, number or filter is refused by the service, or not there.
        for status in (400, 404, 422):
            self.expect(status, "/api/*")
        self.sign_in(key=self.key[1])
        for place in self.places():
            with self.subTest(place=urllib.parse.unquote(place)):
                self.go(place)
                self.assert_no_markup(place)
        self.browser.driver.refresh()

    def test_markup_is_shown_as_the_text_that_it_is(self):
        self.sign_in(place="#/devices/marked-1")
        self.browser.wait(lambda: self.browser.find("field", "Note").get_property("value") == MARKUP, "the note is in its field")
        self.browser.says("window.__xss=1")
        self.go("#/keys")
        self.browser.says(SHORT)
        self.go("#/policy")
        self.browser.says(SHORT)

    def test_no_dialog_makes_an_element_of_what_was_written(self):
        self.sign_in()
        for place, button in (("#/policy", f"Edit division {SHORT}"), ("#/policy", f"Edit rule {self.rule}"),
                              ("#/devices/marked-2", "Erase …"), ("#/keys", f"Revoke {SHORT}"), ("#/keys", f"Change {SHORT}")):
            with self.subTest(place=place, button=button):
                self.go(place)
                self.browser.click("button", button)
                dialog = self.browser.find("dialog")
                self.assert_no_markup(button)
                self.browser.click("button", "Close", dialog)

    def test_a_notice_makes_no_element_of_what_was_written(self):
        name = SHORT.replace("img", "svg")
        self.make_key(name, "auditor")
        self.sign_in(place="#/keys")
        self.browser.click("button", f"Revoke {name}")
        self.browser.click("button", "Revoke", self.browser.find("dialog"))
        self.browser.says(f"The key {name} was revoked.")
        self.assert_no_markup("a notice")


if __name__ == "__main__":
    unittest.main()
