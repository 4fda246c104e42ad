"""The inbox of refused devices: told in groups, and turned into devices, rules or nothing."""

import json
import unittest

import databases
from service import TOASTERS_HUB, eventually, request_body
from service_test_case import ServiceTestCase


class Unmatched(ServiceTestCase):
    def setUp(self):
        # What a test left must not be another one's.
        databases.change(self.service.inventory, "DELETE FROM unmatched_dismissals")

    def refuse(self, *names, **more):
        for name in names:
            self.assertIn(self.service.allocate({**request_body(name), **more}).status, (400, 403))

    def listed(self, *options):
        return json.loads(self.run_well("unmatched", "list", *options, "--format", "json"))

    def devices(self, *options):
        return [device["registrationId"]
                for device in json.loads(self.run_well("unmatched", "devices", *options, "--format", "json"))]

    def groups(self, query):
        answer = self.api("GET", f"/api/unmatched?{query}", role="auditor")
        self.assertEqual(answer.status, 200, answer)
        return {group["key"]: group for group in answer.json["groups"]}

    def test_a_group_is_seen_by_the_command_line_at_once_and_by_the_service_soon(self):
        group = {"enrollmentGroup": {"enrollmentGroupId": "Kitchens"}}
        self.refuse("r1-contoso-ovn-009", "r2-contoso-ovn-009", "R1-contoso-ovn-009", **group)
        found = {group["key"]: group for group in self.listed("--by", "suffix")}["-ovn-#"]
        self.assertEqual((found["devices"], found["refusals"], found["commonSuffix"]), (2, 3, "-contoso-ovn-009"))
        self.assertEqual(found["examples"], ["R1-contoso-ovn-009", "r2-contoso-ovn-009"])
        self.assertEqual(eventually(lambda: self.groups("by=suffix").get("-ovn-#"), "the service counts refusals"), found)
        self.assertIn("group:Kitchens", self.groups("by=enrollment"))
        last = self.api("GET", "/api/unmatched/devices?suffix=-ovn-%23", role="auditor").json["devices"][0]
        row = databases.history(self.service.history)[-1]
        self.assertEqual((last["assignment"], last["registered"]), (row["assignment_id"], False))

    def test_a_rule_takes_a_group_out_of_the_inbox_once_it_comes_again(self):
        self.refuse("r1-contoso-kettle-001", "r2-contoso-kettle-001")
        words = ("unmatched", "rule", "--pattern=-contoso-kettle-001", "--division", "toasters", "--suffix=-kettle-#")
        self.assertRegex(self.run_well(*words, "--dry-run"), r"^dry run: created rule \d+, which applies to 2 of 2 devices\n$")
        self.refuse("r1-contoso-kettle-001")
        self.assertRegex(self.run_well(*words), r"^created rule \d+, which applies to 2 of 2 devices\n$")
        self.assertEqual(self.devices("--suffix=-kettle-#"), ["r1-contoso-kettle-001", "r2-contoso-kettle-001"])
        self.assert_assigned(self.service.allocate(request_body("r1-contoso-kettle-001")), TOASTERS_HUB,
                             twin=self.service.allocate(request_body("r1-contoso-kettle-001")).json["initialTwin"])
        self.assertEqual(self.devices("--suffix=-kettle-#"), ["r2-contoso-kettle-001"])

    def test_a_group_becomes_devices_and_an_undo_takes_them_back(self):
        self.refuse("fridge-1", "fridge-2", "fridge-3")
        words = ("unmatched", "register", "--suffix=fridge-#", "--division", "toasters", "--label", "found", "--message", "ours")
        self.assertEqual(self.run_well(*words, "--dry-run"), "dry run: registered 3, registered before 0, remaining 0\n")
        outcome = json.loads(self.run_well(*words, "--format", "json"))
        self.assertEqual((outcome["registered"], outcome["dryRun"]), (3, False))
        self.assertEqual(self.run_well(*words), "registered 0, registered before 3, remaining 0\n")
        self.assertEqual(self.service.allocate(request_body("FRIDGE-2")).status, 200)
        self.assertEqual(self.devices("--suffix=fridge-#"), ["fridge-1", "fridge-3"])
        self.run_well("changes", "undo", outcome["changeSet"])
        self.refuse("fridge-2")
        self.assertEqual(self.devices("--suffix=fridge-#"), ["FRIDGE-2", "fridge-1", "fridge-3"][1:2] + ["fridge-2", "fridge-3"])

    def test_what_is_dismissed_is_away_until_it_is_restored(self):
        self.refuse("bench-1", "bench-2")
        self.assertEqual(self.run_well("unmatched", "dismiss", "--suffix=bench-#", "--message", "test benches"),
                         "dismissed 2 devices of the inbox\n")
        self.refuse("bench-1")
        self.assertEqual(self.devices("--suffix=bench-#"), [])
        self.assertEqual(self.devices("--suffix=bench-#", "--dismissed"), ["bench-1", "bench-2"])
        self.assertIn("test benches", self.run_well("unmatched", "devices", "--dismissed"))
        self.assertEqual(self.run_well("unmatched", "restore", "--suffix=bench-#"), "restored 1 of 1\n")
        self.assertEqual(self.run_well("unmatched", "dismiss", "--device", "bench-1", "--until-refused-again"),
                         "dismissed 1 devices of the inbox\n")
        self.assertEqual(self.devices("--suffix=bench-#"), ["bench-2"])
        self.refuse("bench-1")
        self.assertEqual(self.devices("--suffix=bench-#"), ["bench-1", "bench-2"])

    def test_a_group_tells_what_its_first_device_nearly_was(self):
        self.run_well("devices", "put", "blender-0042", "--division", "toasters")
        self.refuse("blender-0043")
        groups = self.listed("--by", "suffix", "--suffix=blender-#", "--near-misses")
        self.assertEqual([miss["device"] for miss in groups[0]["nearMisses"]], ["blender-0042"])
        self.assertNotIn("nearMisses", self.listed("--by", "suffix", "--suffix=blender-#")[0])
        self.assertIn("blender-0042 is registered", self.run_well("unmatched", "list", "--by", "suffix", "--near-misses"))

    def test_what_is_wrong_with_a_command_is_told(self):
        for words, status, text in [
                (("unmatched", "dismiss"), 64, "--device, --suffix, --enrollment or --reason is missing"),
                (("unmatched", "dismiss", "--suffix", "a", "--reason", "noMatchingHub"), 64, "do not go together"),
                (("unmatched", "list", "--by", "colour"), 64, "--by takes one of reason, suffix, enrollment"),
                (("unmatched", "register", "--device", "x y", "--division", "toasters"), 1, "select/devices/0"),
                (("unmatched", "register", "--device", "nobody", "--division", "toasters"), 1, "nobody is not in the inbox"),
                (("unmatched", "rule", "--pattern", "x", "--division", "nowhere"), 1, "there is no division named nowhere")]:
            result = self.service.run(*words)
            self.assertEqual(result.returncode, status, result)
            self.assertIn(text, result.stderr)

    def test_a_service_that_was_killed_counts_every_refusal_once(self):
        self.refuse(*(f"kill-{number}" for number in range(5)))
        self.service.kill()
        self.service.start("serve")
        self.refuse(*(f"kill-{number}" for number in range(5)))
        found = eventually(lambda: [group for group in [self.groups("by=suffix").get("kill-#", {})]
                                    if group.get("refusals", 0) >= 10], "the service goes on counting")[0]
        self.assertEqual((found["devices"], found["refusals"]), (5, 10))


if __name__ == "__main__":
    unittest.main()
