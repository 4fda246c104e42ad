"""Which devices DPS has asked about: in lists, in exports and on the command line."""

import json
import unittest

import databases
from service import eventually, request_body
from service_test_case import ServiceTestCase


class Sightings(ServiceTestCase):
    def get(self, path):
        answer = self.service.ask("GET", path, None, {"authorization": f"Bearer {self.service.keys['auditor']}"})
        self.assertEqual(answer.status, 200, answer)
        return answer

    def listed(self, seen):
        result = self.service.run("devices", "list", "--seen", seen, "--label", "shipped", "--format", "json")
        self.assertEqual((result.returncode, result.stderr), (0, ""), result)
        return [device["registrationId"] for device in json.loads(result.stdout)]

    def test_a_device_is_seen_by_the_command_line_at_once_and_by_the_service_soon(self):
        for name in ("First", "second", "third"):
            self.assertEqual(self.service.run("devices", "put", name, "--division", "toasters", "--label", "shipped").returncode, 0)
        self.assertEqual(self.listed("no"), ["First", "second", "third"])
        self.assertEqual(self.service.allocate(request_body("first")).status, 200)
        # A refused device was seen, too.
        self.assertEqual(self.service.allocate(request_body("THIRD", hubs=[])).status, 400)
        self.assertEqual((self.listed("yes"), self.listed("no")), (["First", "third"], ["second"]))
        page = eventually(
            lambda: next((page for page in [self.get("/api/devices?seen=false&label=shipped").json]
                          if len(page["devices"]) == 1), None), "the service notes what was seen")
        self.assertEqual(page["devices"][0]["registrationId"], "second")
        last = databases.history(self.service.history)[-1]["decided_at"]
        self.assertTrue(page["seenUpTo"].endswith(f".{last % 1_000:03}Z"), page)
        lines = self.get("/api/devices.ndjson?seen=true&label=shipped").text.splitlines()
        self.assertEqual([json.loads(line)["registrationId"] for line in lines], ["First", "third"])
        exported = self.service.run("devices", "export", "--seen", "yes", "--label", "shipped").stdout
        self.assertEqual(len(exported.splitlines()), 3)

    def test_while_somebody_writes_the_inventory_what_is_known_is_told(self):
        with databases.opened(self.service.inventory) as connection:
            connection.execute("BEGIN IMMEDIATE")
            self.assertEqual(self.service.allocate(request_body("breakroom499-contoso-tstrsd-007")).status, 200)
            result = self.service.run("devices", "list", "--seen", "no")
            self.assertEqual(result.returncode, 0, result)
            self.assertIn("the inventory is being written; decisions count up to", result.stderr)
            connection.rollback()


if __name__ == "__main__":
    unittest.main()
