"""Divisions and rules on the command line, and what --dry-run says of a write."""

import json
import unittest

import databases
from service import HUBS, SEED, request_body
from service_test_case import ServiceTestCase

OVENS_HUB = "contoso-ovens-hub-1098.azure-devices.net"
OVEN_TWIN = {"tags": {"deviceType": "oven"}}


class PolicyCommands(ServiceTestCase):
    def json_of(self, *words):
        return json.loads(self.run_well(*words, "--format", "json"))

    def refused(self, *words):
        result = self.service.run(*words)
        self.assertEqual((result.returncode, result.stdout, len(result.stderr.splitlines())), (1, "", 1), result)
        return result.stderr

    def test_a_division_lives_on_the_command_line(self):
        self.assertEqual(
            self.run_well(
                "divisions", "put", "ovens", "--noun", "ovens", "--hub-pattern=-ovens-", "--twin", json.dumps(OVEN_TWIN),
                "--message", "new line"),
            "created division ovens\n")
        self.assertEqual(
            self.json_of("divisions", "show", "OVENS"),
            {"name": "ovens", "noun": "ovens", "hubPattern": "-ovens-", "twin": OVEN_TWIN, "revision": 1})
        self.assertIn("-ovens-", self.run_well("divisions", "show", "ovens"))
        self.assertIn("ovens", [one["name"] for one in self.json_of("divisions", "list")])
        self.assertIn("-ovens-", self.run_well("divisions", "list"))
        self.run_well("devices", "put", "oven-1", "--division", "ovens")
        self.assert_assigned(self.service.allocate(request_body("oven-1", [*HUBS, OVENS_HUB])), OVENS_HUB, OVEN_TWIN)
        changed = self.json_of("divisions", "patch", "ovens", "--noun", "cookers", "--payload", '{"a":1}', "--if-revision", "1")
        self.assertEqual((changed["effect"], changed["dryRun"], changed["division"]["revision"]), ("updated", False, 2))
        self.assertIn("at revision 2 now", self.refused("divisions", "patch", "ovens", "--noun", "x", "--if-revision", "1"))
        self.run_well("divisions", "patch", "ovens", "--payload", "", "--name", "cookers")
        self.assertEqual(self.json_of("devices", "show", "oven-1")["division"], "cookers")
        self.assertIn("1 devices", self.refused("divisions", "delete", "cookers"))
        self.run_well("devices", "delete", "oven-1", "--erase")
        self.assertEqual(self.run_well("divisions", "delete", "cookers"), "deleted division cookers\n")
        for words in (["show", "cookers"], ["delete", "cookers"], ["patch", "cookers", "--noun", "x"]):
            self.assertIn("there is no division cookers", self.refused("divisions", *words))
        log = self.json_of("changes", "--kind", "division", "--limit", "4")
        self.assertEqual([one["effect"] for one in log], ["deleted", "updated", "updated", "created"])
        self.assertEqual(log[-1]["message"], "new line")

    def test_a_rule_lives_on_the_command_line(self):
        made = self.json_of("rules", "add", "--pattern=-cli-1", "--division", "Toasters", "--position", "1")
        number = str(made["rule"]["id"])
        self.assertEqual((made["effect"], made["rule"]["division"]), ("created", "toasters"))
        self.assertEqual(self.json_of("rules", "show", number)["position"], 1)
        self.assertEqual(self.run_well("rules", "move", number, "--to", "99"), f"updated rule {number}\n")
        self.assertEqual(self.json_of("rules", "list")[-1]["id"], int(number))
        self.assertEqual(
            self.run_well("rules", "patch", number, "--kind", "contains", "--pattern", "cli", "--if-revision", "2"),
            f"updated rule {number}\n")
        self.assertIn("contains", self.run_well("rules", "list"))
        self.assertIn("at revision 3 now", self.refused("rules", "move", number, "--to", "1", "--if-revision", "2"))
        self.assertIn("--division", self.refused("rules", "patch", number, "--division", "kettles"))
        self.assertIn("--pattern", self.refused("rules", "add", "--kind", "contains", "--pattern", "CLI", "--division", "toasters"))
        self.assertEqual(self.run_well("rules", "delete", number), f"deleted rule {number}\n")
        for words in (["show"], ["delete"], ["move", "--to", "1"]):
            self.assertIn(f"there is no rule {number}", self.refused("rules", words[0], number, *words[1:]))

    DRY = [
        (["devices", "put", "dry-1", "--division", "heatpumps"], "updated dry-1"),
        (["devices", "put", "dry-2", "--division", "toasters"], "created dry-2"),
        (["devices", "patch", "dry-1", "--note", "n"], "updated dry-1"),
        (["devices", "patch", "dry-1", "--status", "active"], "unchanged dry-1"),
        (["devices", "delete", "dry-1"], "retired dry-1"),
        (["devices", "delete", "dry-1", "--erase"], "erased dry-1"),
        (["divisions", "put", "dry", "--noun", "n", "--hub-pattern", "p"], "created division dry"),
        (["divisions", "patch", "toasters", "--name", "bread"], "updated division toasters"),
        (["divisions", "delete", "empty"], "deleted division empty"),
        (["rules", "move", "2", "--to", "1"], "updated rule 2"),
        (["rules", "patch", "2", "--pattern=-z"], "updated rule 2"),
        (["rules", "delete", "1"], "deleted rule 1"),
        (["keys", "create", "--role", "fleet", "--name", "dry"], "created dry"),
        (["keys", "revoke", "fleet"], "revoked fleet"),
    ]

    REFUSED = [
        ["devices", "put", "dry-1", "--division", "kettles"], ["devices", "patch", "nobody", "--note", "n"],
        ["devices", "patch", "dry-1", "--note", "n", "--if-revision", "7"], ["devices", "delete", "nobody"],
        ["divisions", "delete", "toasters"], ["divisions", "patch", "toasters", "--name", "heatpumps"],
        ["rules", "add", "--pattern=-contoso-tstrsd-007", "--division", "toasters"], ["rules", "delete", "77"],
        ["keys", "create", "--role", "fleet", "--name", "fleet"], ["keys", "revoke", "nobody"],
    ]

    def test_a_dry_run_tells_what_would_be_done_and_does_nothing(self):
        self.run_well("devices", "put", "dry-1", "--division", "toasters")
        self.run_well("divisions", "put", "empty", "--noun", "n", "--hub-pattern", "p")
        before = databases.dump(self.service.inventory)
        for words, line in self.DRY:
            self.assertEqual(self.run_well(*words, "--dry-run"), f"dry run: {line}\n", words)
        rule = json.loads(
            self.run_well("rules", "add", "--pattern=-dry", "--division", "toasters", "--dry-run", "--format", "json"))
        self.assertEqual((rule["effect"], rule["dryRun"], rule["rule"]["pattern"]), ("created", True, "-dry"))
        for words in self.REFUSED:
            dry, wet = self.service.run(*words, "--dry-run"), self.service.run(*words)
            self.assertEqual((dry.returncode, dry.stdout, dry.stderr), (1, "", wet.stderr), words)
        self.assertEqual(databases.dump(self.service.inventory), before)

    def test_a_seed_can_be_tried(self):
        seed = self.service.file("more.json", json.dumps({
            "divisions": [{"name": "kettles", "noun": "kettles", "hubPattern": "-k-"}],
            "devices": [{"registrationId": "kettle-1", "division": "kettles"}]}))
        before = databases.dump(self.service.inventory)
        line = f"dry run: seeded from {seed}: added 1 divisions, 0 rules, 1 devices\n"
        for _ in range(2):
            self.assertEqual(self.run_well("seed", "--from", seed, "--dry-run"), line)
        self.assertIn("added 0 divisions", self.run_well("seed", "--from", SEED, "--dry-run"))
        self.assertEqual(databases.dump(self.service.inventory), before)


if __name__ == "__main__":
    unittest.main()
