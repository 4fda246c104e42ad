"""A device's life on the command line: its changes and its decisions together."""

import json
import unittest

from service import TOASTERS_HUB, request_body
from service_test_case import ServiceTestCase


class Timeline(ServiceTestCase):
    def events(self, *words):
        entries = json.loads(self.run_well("devices", "timeline", *words, "--format", "json"))
        return [(entry["event"], entry["actor"]) for entry in entries]

    def test_a_life_is_told_from_the_first_decision_to_the_erasure_and_beyond(self):
        self.assertEqual(self.service.allocate(request_body("Life-1")).status, 400)
        path = self.service.file("life.csv", "registrationId,division,note\nlife-1,toasters,spring\n")
        self.run_well("devices", "import", path, "--message", "spring delivery")
        self.assertEqual(self.service.allocate(request_body("LIFE-1")).status, 200)
        self.run_well("devices", "patch", "life-1", "--status", "held", "--reason", "recall", "--message", "recall 12")
        self.assertEqual(self.service.allocate(request_body("life-1")).status, 403)
        patched = self.api("PATCH", "/api/devices/life-1?message=fixed", {"status": "active"}, role="fleet", if_match="*")
        self.assertEqual(patched.status, 200, patched)
        self.run_well("devices", "delete", "life-1", "--message", "worn out")
        self.run_well("devices", "delete", "life-1", "--erase")
        self.assertEqual(self.service.allocate(request_body("life-1")).status, 400)

        life = self.events("life-1", "--oldest-first")
        self.assertEqual([event for event, _ in life], [
            "refused", "registered", "assigned", "changed", "refused", "changed", "retired", "erased", "refused"])
        self.assertEqual(self.events("LIFE-1"), life[::-1])
        self.assertEqual(self.events("life-1", "--limit", "2"), life[:-3:-1])
        self.assertEqual(self.events("life-1", "--limit", "4", "--oldest-first"), life[:4])
        self.assertEqual({actor for event, actor in life if event in ("assigned", "refused")}, {"DPS"})

        text = self.run_well("devices", "timeline", "life-1", "--oldest-first")
        lines = text.splitlines()
        self.assertEqual(lines[0].split("  ")[0], "WHEN (UTC)")
        for line, words in zip(lines[1:], [
            ["refused: unrecognizedDevice", "DPS"],
            ["registered by the import of change set", 'division "toasters"', 'note "spring"', "spring delivery"],
            [f"assigned to {TOASTERS_HUB} by the inventory, revision 1", "DPS"],
            ['changed: status "active" -> "held", statusReason nothing -> "recall"', "recall 12"],
            ["refused by the inventory, revision 2: deviceDisabled"],
            ['status "held" -> "active"', "fixed"],
            ['retired: status "active" -> "retired"', "worn out"],
            ["erased"],
            ["refused: unrecognizedDevice"],
        ]):
            for word in words:
                self.assertIn(word, line)

    def test_json_has_what_an_entry_is_about(self):
        self.run_well("devices", "put", "json-1", "--division", "toasters")
        self.run_well("devices", "patch", "json-1", "--note", "n")
        self.service.allocate(request_body("json-1"))
        decided, changed, registered = json.loads(self.run_well("devices", "timeline", "json-1", "--format", "json"))
        self.assertEqual((decided["assignment"]["hub"], decided["assignment"]["deviceRevision"]), (TOASTERS_HUB, 2))
        self.assertEqual(changed["differences"], [{"pointer": "/note", "after": "n"}])
        self.assertEqual((changed["changeSetKind"], changed["revision"]), ("edit", 2))
        self.assertEqual(registered["event"], "registered")
        times = [entry["time"] for entry in (decided, changed, registered)]
        self.assertEqual(times, sorted(times, reverse=True))

    def test_a_device_that_a_rule_decides_was_never_registered(self):
        self.service.allocate(request_body("ruled-contoso-tstrsd-007"))
        text = self.run_well("devices", "timeline", "ruled-contoso-tstrsd-007")
        self.assertIn(f"assigned to {TOASTERS_HUB} by rule 1", text)

    def test_of_one_that_nobody_has_heard_of_there_is_nothing(self):
        self.assertEqual(self.run_well("devices", "timeline", "unheard-1"), "nothing has happened to unheard-1\n")
        self.assertEqual(self.events("unheard-1"), [])
        self.assertEqual(self.service.run("devices", "timeline", "no id").returncode, 1)


if __name__ == "__main__":
    unittest.main()
