"""What the watches find, by the service, its metrics and the command line."""

import json
import unittest

import databases
from service import HUBS, TOASTERS_HUB, eventually, request_body
from service_test_case import ServiceTestCase

WATCHES = ["never-seen", "unregistered", "hub-changes", "frequent-registrations", "unserved-hubs", "stale-twins"]
DAY = 86_400_000


class Watches(ServiceTestCase):
    def shown(self, watch, *options):
        return json.loads(self.run_well("watches", "show", watch, *options, "--format", "json"))

    def subjects(self, watch, *options):
        return [finding["subject"] for finding in self.shown(watch, *options)["findings"]]

    def test_every_watch_is_listed_and_can_be_shown(self):
        listed = json.loads(self.run_well("watches", "list", "--format", "json"))
        self.assertEqual([entry["watch"] for entry in listed], WATCHES)
        self.assertTrue(all(entry["isComplete"] for entry in listed), listed)
        counted = eventually(
            lambda: [entry for entry in self.api("GET", "/api/watches", role="auditor").json["watches"] if "count" in entry],
            "the watches count")
        self.assertLessEqual({entry["watch"] for entry in counted}, set(WATCHES))
        for watch in WATCHES:
            answer = self.api("GET", f"/api/watches/{watch}", role="auditor")
            self.assertEqual((answer.status, answer.json["watch"]), (200, watch), answer)
        metrics = eventually(
            lambda: next((text for text in [self.api("GET", "/metrics", role="auditor").text] if "stale-twins" in text), None),
            "all watches have counted")
        for watch in WATCHES:
            self.assertRegex(metrics, rf'(?m)^dps_allocator_watch_findings{{watch="{watch}"}} \d+$')

    def test_a_device_that_never_came_and_one_that_nobody_registered_are_found(self):
        self.run_well("devices", "put", "lost-1", "--division", "toasters")
        databases.change(self.service.inventory, (
            "UPDATE devices SET created_at = created_at - ? WHERE registration_id = 'lost-1'", (31 * DAY,)))
        self.assertEqual(self.subjects("never-seen"), ["lost-1"])
        self.assertEqual(self.subjects("never-seen", "--days", "32"), [])
        self.service.allocate(request_body("nobodys-1", hubs=[]))
        self.assertIn("nobodys-1", self.subjects("unregistered"))

    def test_a_device_that_comes_too_often_or_goes_back_and_forth_is_found(self):
        other = TOASTERS_HUB.replace("1098", "2")
        self.run_well("devices", "put", "restless-1", "--division", "toasters")
        for hubs, current in [([TOASTERS_HUB], other), ([other], TOASTERS_HUB), ([TOASTERS_HUB], other)]:
            body = request_body("restless-1", hubs=hubs, currentIotHubHostName=current)
            self.assertEqual(self.service.allocate(body).status, 200)
        self.assertEqual(self.subjects("hub-changes"), ["restless-1"])
        self.assertEqual(self.subjects("frequent-registrations", "--per-hour", "2"), ["restless-1"])
        self.assertEqual(self.subjects("frequent-registrations", "--per-hour", "3"), [])

    def test_a_hub_that_is_no_longer_linked_and_an_edited_twin_are_found(self):
        body = {**request_body("moved-contoso-tstrsd-007"), "enrollmentGroup": {"enrollmentGroupId": "Kitchens"}}
        self.assertEqual(self.service.allocate(body).status, 200)
        self.assertNotIn("group:Kitchens", self.subjects("unserved-hubs"))
        self.service.allocate({**body, "linkedHubs": HUBS[1:]})
        self.assertIn("group:Kitchens", self.subjects("unserved-hubs"))
        self.run_well("devices", "put", "edited-1", "--division", "toasters")
        self.assertEqual(self.service.allocate(request_body("edited-1")).status, 200)
        self.run_well("devices", "patch", "edited-1", "--twin", '{"tags":{"a":1}}')
        self.assertEqual(self.subjects("stale-twins"), ["edited-1"])
        self.assertEqual(self.service.allocate(request_body("edited-1")).status, 200)
        self.assertEqual(self.subjects("stale-twins"), [])

    def test_what_is_wrong_with_a_command_is_told(self):
        for words, text in [(("watches", "show", "other"), "WATCH is one of never-seen"),
                            (("watches", "show", "hub-changes", "--after", "a"), "--after is for never-seen"),
                            (("watches", "list", "--days", "0"), "--days takes a number")]:
            result = self.service.run(*words)
            self.assertEqual(result.returncode, 64, result)
            self.assertIn(text, result.stderr)


if __name__ == "__main__":
    unittest.main()
