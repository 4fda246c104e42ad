"""What another process writes into the inventory is seen by the very next request."""

import hashlib
import json
import unittest

import databases
from service import HEAT_PUMP_TWIN, HEAT_PUMPS_HUB, TOASTER_TWIN, TOASTERS_HUB, request_body
from service_test_case import ServiceTestCase

DIVISION = "(SELECT division_id FROM divisions WHERE name = '{}')"
UNRECOGNIZED = (400, "Unrecognized device registration.")


class OtherWriters(ServiceTestCase):
    def change(self, *statements):
        databases.change(self.service.inventory, *statements)

    def decide(self, registration_id, hubs=None):
        """The answer, which is the same on every one of several connections."""
        answers = [self.service.allocate(request_body(registration_id, hubs), client) for client in self.clients]
        self.assertEqual(len({(answer.status, answer.body) for answer in answers}), 1, answers)
        return answers[0]

    def assert_decided(self, registration_id, status, text):
        answer = self.decide(registration_id)
        self.assertEqual((answer.status, answer.text), (status, text))

    def setUp(self):
        # Enough that every event loop has some of them.
        self.clients = [self.service.client() for _ in range(6)]
        for client in self.clients:
            self.addCleanup(client.close)
            self.service.allocate(request_body("sn-0042"), client)

    def test_a_device_that_is_inserted_changed_and_deleted(self):
        self.assert_decided("written-elsewhere", *UNRECOGNIZED)
        self.change(
            "INSERT INTO devices (registration_id, division_id) VALUES ('Written-Elsewhere', " + DIVISION.format("toasters") + ")")
        self.assert_assigned(self.decide("written-elsewhere"), TOASTERS_HUB, TOASTER_TWIN)
        self.change(
            "UPDATE devices SET division_id = " + DIVISION.format("heatpumps") + " WHERE registration_id = 'written-elsewhere'")
        self.assert_assigned(self.decide("written-elsewhere"), HEAT_PUMPS_HUB, HEAT_PUMP_TWIN)
        self.change(
            "UPDATE devices SET status = 'disabled', status_reason = 'Stolen.' WHERE registration_id = 'written-elsewhere'")
        self.assert_decided("written-elsewhere", 403, "Device is disabled in the inventory. Stolen.")
        self.change("DELETE FROM devices WHERE registration_id = 'written-elsewhere'")
        self.assert_decided("written-elsewhere", *UNRECOGNIZED)

    def test_a_rule_that_is_inserted_changed_and_deleted(self):
        self.assert_decided("oven1-fabrikam", *UNRECOGNIZED)
        self.change((
            "INSERT INTO rules (position, kind, pattern, division_id) VALUES (900, 'suffix', ?, "
            + DIVISION.format("heatpumps") + ")", ("-FABRIKAM",)))
        answer = self.decide("oven1-fabrikam")
        self.assert_assigned(answer, HEAT_PUMPS_HUB, HEAT_PUMP_TWIN)
        row, = databases.history(self.service.history, answer.request_id)
        with databases.opened(self.service.inventory) as inventory:
            number = inventory.execute("SELECT rule_id FROM rules WHERE position = 900").fetchone()[0]
        self.assertEqual((row["source"], row["rule_id"]), ("rule", number))
        self.assert_decided("fabrikam-oven1", *UNRECOGNIZED)
        self.change("UPDATE rules SET kind = 'contains', pattern = 'fabrikam-' WHERE position = 900")
        self.assert_assigned(self.decide("my-Fabrikam-oven1"), HEAT_PUMPS_HUB, HEAT_PUMP_TWIN)
        self.assert_decided("oven1-fabrikam", *UNRECOGNIZED)
        self.change("DELETE FROM rules WHERE position = 900")
        self.assert_decided("my-fabrikam-oven1", *UNRECOGNIZED)

    def test_the_rule_of_the_lowest_position_wins(self):
        rule = "INSERT INTO rules (position, kind, pattern, division_id) VALUES (?, 'suffix', ?, {})"
        self.change(
            (rule.format(DIVISION.format("toasters")), (951, "-order")),
            (rule.format(DIVISION.format("heatpumps")), (950, "-in-order")))
        self.assert_assigned(self.decide("a-in-order"), HEAT_PUMPS_HUB, HEAT_PUMP_TWIN)
        self.change("UPDATE rules SET position = 949 WHERE position = 951")
        self.assert_assigned(self.decide("a-in-order"), TOASTERS_HUB, TOASTER_TWIN)

    def test_a_division_that_is_inserted_changed_and_deleted(self):
        oven_hub = "contoso-ovens-hub-1.azure-devices.net"
        self.change(
            "INSERT INTO divisions (name, noun, hub_pattern, payload) VALUES ('ovens', 'ovens', '-ovens-', '{\"hello\":[1]}')",
            "INSERT INTO devices (registration_id, division_id) VALUES ('oven-1', " + DIVISION.format("ovens") + ")")
        self.assert_decided("oven-1", 400, "No ovens hub found for the enrollment.")
        self.assert_assigned(self.decide("oven-1", [TOASTERS_HUB, oven_hub]), oven_hub, payload={"hello": [1]})
        self.change(
            "UPDATE divisions SET noun = 'baking ovens', hub_pattern = '-TOASTERS-', payload = NULL,"
            " twin = '{\"tags\": {\"kind\": \"oven\"}}' WHERE name = 'ovens'")
        self.assert_assigned(self.decide("oven-1"), TOASTERS_HUB, {"tags": {"kind": "oven"}})
        answer = self.decide("oven-1", [oven_hub])
        self.assertEqual((answer.status, answer.text), (400, "No baking ovens hub found for the enrollment."))
        self.change("DELETE FROM devices WHERE registration_id = 'oven-1'", "DELETE FROM divisions WHERE name = 'ovens'")
        self.assert_decided("oven-1", *UNRECOGNIZED)

    def test_an_edit_by_hand_is_seen_by_whoever_has_read_it_before(self):
        self.api("PUT", "/api/divisions/by-hand", {"noun": "things", "hubPattern": "-by-hand-"})
        rule = self.api("POST", "/api/rules", {"pattern": "-edited", "division": "by-hand"}).json["id"]
        key = self.api("POST", "/api/keys", {"name": "edited", "role": "auditor"}).json["id"]
        for path, statement, patch in [
            ("/api/divisions/by-hand", "UPDATE divisions SET noun = 'edited' WHERE name = 'by-hand'", {"noun": "lost"}),
            (f"/api/rules/{rule}", f"UPDATE rules SET pattern = '-by-hand' WHERE rule_id = {rule}", {"pattern": "-lost"}),
            (f"/api/keys/{key}", f"UPDATE api_keys SET name = 'by hand' WHERE key_id = {key}", {"name": "lost"}),
        ]:
            tag = self.api("GET", path).fields["etag"]
            self.assertEqual(self.api("GET", path, if_none_match=tag).status, 304)
            self.change(statement)
            self.assertEqual(self.api("GET", path, if_none_match=tag).status, 200)
            self.assert_problem(self.api("PATCH", path, patch, if_match=tag), 412, "precondition-failed")

    def test_a_change_that_is_not_committed_is_not_seen(self):
        with databases.opened(self.service.inventory) as inventory:
            inventory.execute(
                "INSERT INTO devices (registration_id, division_id) VALUES ('not-yet', " + DIVISION.format("toasters") + ")")
            # The writer holds its lock: no decision waits for it.
            self.assert_decided("not-yet", *UNRECOGNIZED)
            inventory.rollback()
        self.assert_decided("not-yet", *UNRECOGNIZED)

    def test_a_key_that_is_inserted_and_deleted(self):
        body = json.dumps(request_body("sn-0042"))
        target = "/api/allocate?code=written-elsewhere"
        self.assertEqual(self.service.ask("POST", target, body).status, 401)
        digest = hashlib.sha256(b"written-elsewhere").digest()
        self.change(("INSERT INTO api_keys (name, role, sha256, created_at) VALUES ('sqlite', 'webhook', ?, 0)", (digest,)))
        self.assertEqual(self.service.ask("POST", target, body).status, 200)
        self.change("DELETE FROM api_keys WHERE name = 'sqlite'")
        self.assertEqual(self.service.ask("POST", target, body).status, 401)

    def test_devices_written_by_the_command_line(self):
        run = self.service.run
        self.assertEqual(run("devices", "put", "By-Command", "--division", "heatpumps").returncode, 0)
        self.assert_assigned(self.decide("by-command"), HEAT_PUMPS_HUB, HEAT_PUMP_TWIN)
        self.assertEqual(run("devices", "put", "by-command", "--division", "toasters", "--payload", '{"a":1}').returncode, 0)
        self.assert_assigned(self.decide("by-command"), TOASTERS_HUB, TOASTER_TWIN, payload={"a": 1})
        self.assertEqual(run("devices", "delete", "BY-COMMAND", "--erase").returncode, 0)
        self.assert_decided("by-command", *UNRECOGNIZED)

    def test_many_changes_in_a_row_are_each_seen_at_once(self):
        client = self.clients[0]
        for number in range(60):
            division, hub = (("toasters", TOASTERS_HUB), ("heatpumps", HEAT_PUMPS_HUB))[number % 2]
            self.change(
                "INSERT INTO devices (registration_id, division_id) VALUES ('turning', " + DIVISION.format(division) + ")"
                " ON CONFLICT DO UPDATE SET division_id = excluded.division_id, revision = revision + 1")
            answer = self.service.allocate(request_body("turning"), client)
            self.assertEqual(answer.json["iotHubHostName"], hub)
            row, = databases.history(self.service.history, answer.request_id)
            self.assertEqual((row["source"], row["device_revision"]), ("inventory", number + 1))


if __name__ == "__main__":
    unittest.main()
