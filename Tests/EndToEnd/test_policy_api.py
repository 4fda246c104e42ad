"""Divisions, rules and keys over HTTP, beside decisions."""

import pathlib
import unittest

import databases
from service import HUBS, TOASTERS_HUB, eventually, request_body
from service_test_case import ServiceTestCase

OVENS_HUB = "contoso-ovens-hub-1098.azure-devices.net"


class PolicyAPI(ServiceTestCase):
    def test_a_division_and_a_rule_made_over_http_decide_at_once(self):
        body = request_body("x-contoso-ovn-009", [*HUBS, OVENS_HUB])
        self.assert_rejected(self.service.allocate(body), 400, "Unrecognized device registration.")
        made = self.api("PUT", "/api/divisions/ovens", {"noun": "ovens", "hubPattern": "-ovens-", "payload": {"a": 1}})
        self.assertEqual((made.status, made.fields["etag"], made.fields["location"]), (201, '"1"', "/api/divisions/ovens"), made)
        rule = self.api("POST", "/api/rules", {"pattern": "-contoso-ovn-009", "division": "OVENS"})
        self.assertEqual((rule.status, rule.fields["location"]), (201, f"/api/rules/{rule.json['id']}"), rule)
        self.assert_assigned(self.service.allocate(body), OVENS_HUB, payload={"a": 1})

        # A rule that is tried before it wins; a patch moves it behind.
        first = self.api("POST", "/api/rules", {"kind": "contains", "pattern": "ovn", "division": "toasters", "position": 1})
        self.assertEqual(self.service.allocate(body).json["iotHubHostName"], TOASTERS_HUB)
        moved = self.api("PATCH", first.fields["location"], {"position": 1_000_000}, if_match='"1"')
        self.assertEqual((moved.status, moved.fields["etag"]), (200, '"2"'), moved)
        self.assertEqual(self.service.allocate(body).json["iotHubHostName"], OVENS_HUB)
        listed = self.api("GET", "/api/rules", role="fleet").json["rules"]
        self.assertEqual([one["position"] for one in listed], list(range(1, len(listed) + 1)))
        self.assertEqual(listed[-1]["id"], first.json["id"])

        self.assert_problem(self.api("DELETE", "/api/divisions/ovens", if_match="*"), 409, "conflict")
        for target in (rule.fields["location"], first.fields["location"], "/api/divisions/ovens"):
            self.assert_problem(self.api("DELETE", target), 428, "precondition-required")
            self.assertEqual(self.api("DELETE", target, if_match="*").status, 204, target)
            self.assert_problem(self.api("GET", target), 404, "not-found")
        self.assert_rejected(self.service.allocate(body), 400, "Unrecognized device registration.")

    def test_who_comes_too_late_is_told(self):
        self.api("PUT", "/api/divisions/raced", {"noun": "n", "hubPattern": "-r-"})
        seen = self.api("GET", "/api/divisions/RACED", role="auditor")
        self.assertEqual(self.api("GET", "/api/divisions/raced", if_none_match=seen.fields["etag"]).status, 304)
        first = self.api("PATCH", "/api/divisions/raced", {"noun": "first"}, if_match=seen.fields["etag"])
        self.assertEqual(first.status, 200)
        late = self.api("PUT", "/api/divisions/raced", {**seen.json, "noun": "late"}, if_match=seen.fields["etag"])
        self.assert_problem(late, 412, "precondition-failed")
        self.assert_problem(self.api("PUT", "/api/divisions/raced", seen.json), 428, "precondition-required")
        self.assert_problem(self.api("PUT", "/api/divisions/raced", seen.json, if_none_match="*"), 412, "precondition-failed")
        self.assertEqual(self.api("GET", "/api/divisions/raced").json["noun"], "first")

    def test_every_fault_is_told_at_once(self):
        answer = self.api("PUT", "/api/divisions/new", {"noun": 1, "colour": 2, "twin": {"Tags": {}}})
        self.assertEqual(answer.status, 422, answer)
        self.assertLessEqual({"/noun", "/colour", "/hubPattern"}, {fault["pointer"] for fault in answer.json["errors"]})
        answer = self.api("POST", "/api/rules", {"kind": "prefix", "position": 0, "x": None})
        self.assert_problem(answer, 422, "invalid-content", ["/division", "/kind", "/pattern", "/position", "/x"])
        answer = self.api("POST", "/api/keys", {"role": "king"})
        self.assert_problem(answer, 422, "invalid-content", ["/name", "/role"])
        for body in (b"", b"{", b"\xff", b"[" * 100):
            self.assert_problem(self.api("POST", "/api/rules", body), 400, "invalid-body")
        self.assert_problem(self.api("POST", "/api/rules", b" " * 300_000), 413, "body-too-large")

    def test_policy_is_an_admins_and_may_be_read(self):
        for role in ("fleet", "auditor"):
            for path in ("/api/divisions", "/api/divisions/toasters", "/api/rules", "/api/rules/1"):
                self.assertEqual(self.api("GET", path, role=role).status, 200, path)
            for method, path in (("PUT", "/api/divisions/x"), ("POST", "/api/rules"), ("DELETE", "/api/rules/1"), ("GET", "/api/keys")):
                self.assert_problem(self.api(method, path, {}, role=role, if_match="*"), 403, "forbidden")
        for path in ("/api/divisions", "/api/rules", "/api/keys", "/api/changes"):
            self.assert_problem(self.service.ask("GET", path), 401, "unauthorized")
            self.assert_problem(self.api("GET", path, role="webhook"), 403, "forbidden")
            self.assert_problem(self.api("TRACE", path), 405, "method-not-allowed")

    def test_a_key_opens_from_its_making_to_its_revocation_and_is_nowhere_to_be_found(self):
        made = self.api("POST", "/api/keys?message=night%20shift", {"name": "night", "role": "webhook"})
        self.assertEqual((made.status, made.fields["cache-control"]), (201, "no-store"), made)
        secret = made.json["secret"]
        self.assertRegex(secret, r"^[A-Za-z0-9_-]{43}$")
        self.assertEqual(self.service.allocate(request_body("sn-0042"), key=secret).status, 200)
        self.assert_problem(self.api("POST", "/api/keys", {"name": "night", "role": "fleet"}), 409, "conflict")
        for path in ("/api/keys", made.fields["location"], "/api/changes?kind=key"):
            answer = self.api("GET", path)
            self.assertEqual(answer.status, 200)
            self.assertNotIn(secret, answer.text)
            self.assertNotIn("sha256", answer.text.lower())
        self.assert_problem(self.api("DELETE", made.fields["location"], if_match='"2"'), 412, "precondition-failed")
        revoked = self.api("DELETE", made.fields["location"], if_match=made.fields["etag"])
        self.assertEqual((revoked.status, revoked.fields["etag"]), (200, '"2"'), revoked)
        self.assertIn("revokedAt", revoked.json)
        self.assertEqual(self.service.allocate(request_body("sn-0042"), key=secret).status, 401)
        for path in pathlib.Path(self.service.data).iterdir():
            self.assertNotIn(secret.encode(), path.read_bytes(), path)
        self.assertNotIn(secret, self.service.errors)

    def test_a_store_that_cannot_write_is_503_and_tells_why_in_the_log_alone(self):
        with databases.opened(self.service.inventory) as connection:
            connection.execute("BEGIN IMMEDIATE")
            answer = self.api("PUT", "/api/divisions/locked", {"noun": "n", "hubPattern": "-l-"}, idempotency_key="k-locked")
        self.assert_problem(answer, 503, "unavailable")
        self.assertEqual(answer.fields["retry-after"], "1")
        self.assertNotIn("SQL", answer.text)
        eventually(lambda: "SQLite error 5" in self.service.errors, "a line in the log")
        # What may be otherwise in a moment is not kept as the answer.
        again = self.api("PUT", "/api/divisions/locked", {"noun": "n", "hubPattern": "-l-"}, idempotency_key="k-locked")
        self.assertEqual(again.status, 201, again)


if __name__ == "__main__":
    unittest.main()
