"""Commands that write say so to programs, too: --format json."""

import json
import unittest

from service import run_program
from service_test_case import ServiceTestCase


class WrittenFormats(ServiceTestCase):
    def json_of(self, *words):
        return json.loads(self.run_well(*words, "--format", "json"))

    def test_a_device(self):
        for options, effect, is_trial, revision in [
            (["put", "--dry-run"], "created", True, 1), (["put"], "created", False, 1), (["put"], "unchanged", False, 1),
            (["put", "--note", "x"], "updated", False, 2),
        ]:
            done = self.json_of("devices", options[0], "json-1", "--division", "toasters", *options[1:])
            self.assertEqual((done["effect"], done["dryRun"], done["device"]["revision"]), (effect, is_trial, revision))
        done = self.json_of("devices", "patch", "json-1", "--note", "y")
        self.assertEqual((done["effect"], done["device"]["note"]), ("updated", "y"))
        done = self.json_of("devices", "delete", "json-1")
        self.assertEqual((done["effect"], done["device"]["status"]), ("updated", "retired"))
        self.assertEqual(self.json_of("devices", "delete", "json-1", "--erase"), {"effect": "deleted", "dryRun": False})

    def test_a_key(self):
        trial = self.json_of("keys", "create", "--role", "fleet", "--name", "json-key", "--dry-run")
        self.assertEqual((trial["effect"], trial["dryRun"], trial["key"]["name"]), ("created", True, "json-key"))
        self.assertNotIn("secret", trial["key"])
        made = self.json_of("keys", "create", "--role", "fleet", "--name", "json-key")["key"]
        self.assertRegex(made["secret"], r"^[A-Za-z0-9_-]{43}$")
        fields = {"authorization": f"Bearer {made['secret']}"}
        self.assertEqual(self.service.ask("GET", "/api/devices", None, fields).status, 200)
        done = self.json_of("keys", "patch", "json-key", "--name", "json-keys", "--role", "auditor")
        self.assertEqual((done["effect"], done["key"]["id"], done["key"]["role"]), ("updated", made["id"], "auditor"))
        listed = next(one for one in self.json_of("keys", "list") if one["id"] == made["id"])
        self.assertEqual((listed["name"], listed["revision"], listed["revokedAt"]), ("json-keys", 2, None))
        done = self.json_of("keys", "revoke", "json-keys")
        self.assertEqual((done["effect"], done["key"]["revision"]), ("updated", 3))
        self.assertIn("revokedAt", done["key"])
        self.assertEqual(self.service.ask("GET", "/api/devices", None, fields).status, 401)

    def test_an_import(self):
        path = self.service.file("two.csv", "registrationId,division\njson-2,toasters\njson-3,nope\n")
        self.assertEqual(self.service.run("devices", "import", path, "--dry-run").returncode, 1)
        plan = self.json_of("imports", "list")["plans"][0]["id"]
        rows = self.json_of("imports", "rows", plan)
        self.assertEqual([(row["row"], row["verdict"]) for row in rows], [(1, "create"), (2, "invalid")])
        self.assertEqual(self.json_of("imports", "rows", plan, "--verdict", "update"), [])
        self.assertEqual(self.service.run("imports", "rows", plan, "--as", "csv", "--format", "json").returncode, 64)
        self.assertEqual(self.json_of("imports", "discard", plan), {"effect": "deleted", "dryRun": False})

    def test_the_template(self):
        fields = json.loads(run_program("devices", "template", "--format", "json").stdout)
        self.assertEqual(fields[0]["name"], "registrationId")
        self.assertEqual(run_program("devices", "template", "--csv", "--format", "json").returncode, 64)

    def test_changes_of_a_device_are_of_no_other_kind(self):
        for words in (["changes"], ["changes", "export"]):
            result = self.service.run(*words, "--device", "json-1", "--kind", "key")
            self.assertEqual((result.returncode, result.stdout), (64, ""), result)
            self.assertIn("--kind must be device", result.stderr)
            self.run_well(*words, "--device", "json-1", "--kind", "device")


if __name__ == "__main__":
    unittest.main()
