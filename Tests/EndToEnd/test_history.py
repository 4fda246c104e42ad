"""Every decision is one row of the history before its answer leaves; also how the history is listed."""

import json
import re
import threading
import time
import unittest

import captured
import databases
from service import HEAT_PUMP_TWIN, HEAT_PUMPS_HUB, HUBS, TOASTER_TWIN, TOASTERS_HUB, request_body
from service_test_case import ServiceTestCase

UUID_7 = r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"


class History(ServiceTestCase):
    def decide(self, body):
        """The answer's one row, without what differs from run to run."""
        before = int(time.time() * 1000)
        answer = self.service.allocate(body)
        self.assertRegex(answer.request_id, UUID_7)
        row, = databases.history(self.service.history, answer.request_id)
        self.assertTrue(before <= row["decided_at"] <= int(time.time() * 1000))
        for name in ("assignment_id", "decided_at", "request_id", "policy_revision"):
            del row[name]
        document = body if isinstance(body, dict) else json.loads(body)
        hubs = row.pop("linked_hubs")
        self.assertEqual(hubs and json.loads(hubs), document.get("linkedHubs"))
        row["twin"] = row["twin"] and json.loads(row["twin"])
        return row

    def row(self, **values):
        names = (
            "registration_id", "outcome", "reason", "source", "device_revision", "rule_id", "division", "hub", "previous_hub",
            "enrollment_kind", "enrollment", "attestation", "twin")
        return {**dict.fromkeys(names), "outcome": "rejected", "source": "none", **values}

    def test_an_assignment_by_a_rule(self):
        self.assertEqual(self.decide(captured.REREGISTRATION), self.row(
            registration_id="breakroom499-contoso-tstrsd-007", outcome="assigned", reason="rule", source="rule", rule_id=1,
            division="toasters", hub=TOASTERS_HUB, previous_hub=TOASTERS_HUB, enrollment_kind="group",
            enrollment="contoso-custom-allocated-devices", attestation="symmetricKey", twin=TOASTER_TWIN))

    def test_an_assignment_by_the_inventory(self):
        self.assertEqual(self.decide(request_body("SN-0043", x509={"clientCertificate": "MIIB"})), self.row(
            registration_id="SN-0043", outcome="assigned", reason="inventory", source="inventory", device_revision=1,
            division="heatpumps", hub=HEAT_PUMPS_HUB, attestation="x509", twin=HEAT_PUMP_TWIN))

    def test_an_unrecognized_device_of_an_individual_enrollment(self):
        registration_id = "sn-007-888-abc-mac-a1-b2-c3-d4-e5-f6"
        self.assertEqual(self.decide(captured.INDIVIDUAL_TPM), self.row(
            registration_id=registration_id, reason="unrecognizedDevice", enrollment_kind="individual",
            enrollment=registration_id, attestation="tpm"))

    def test_every_other_rejection(self):
        self.assertEqual(self.decide({"linkedHubs": HUBS}), self.row(reason="registrationIdMissing"))
        self.assertEqual(
            self.decide({"deviceRuntimeContext": {"registrationId": "sn-0042"}}),
            self.row(registration_id="sn-0042", reason="linkedHubsMissing"))
        self.assertEqual(self.decide(request_body("sn-0060")), self.row(
            registration_id="sn-0060", reason="deviceDisabled", source="inventory", device_revision=1, division="toasters"))
        self.assertEqual(self.decide(request_body("a-contoso-hpsd-088", hubs=[TOASTERS_HUB])), self.row(
            registration_id="a-contoso-hpsd-088", reason="noMatchingHub", source="rule", rule_id=2, division="heatpumps"))
        self.assertEqual(self.decide(request_body("sn-0064", hubs=[HEAT_PUMPS_HUB], currentIotHubHostName=HEAT_PUMPS_HUB)), self.row(
            registration_id="sn-0064", reason="noMatchingHub", source="inventory", device_revision=1, division="toasters",
            previous_hub=HEAT_PUMPS_HUB))

    def test_the_twin_that_was_sent_stays_in_the_history_when_the_template_changes(self):
        first = self.service.allocate(request_body("sn-0062")).request_id
        own = '{"tags":{"site":"Seattle"}}'
        self.service.run("devices", "put", "sn-0062", "--division", "toasters", "--twin", own)
        second = self.service.allocate(request_body("sn-0062")).request_id
        sites = [json.loads(databases.history(self.service.history, one)[0]["twin"])["tags"]["site"] for one in (first, second)]
        self.assertEqual(sites, ["Redmond", "Seattle"])

    def test_what_is_refused_before_a_decision_leaves_no_row(self):
        before = databases.history_count(self.service.history)
        self.service.allocate("no JSON")
        self.service.allocate(request_body("sn-0042"), key="wrong")
        self.service.ask("GET", "/readyz")
        self.service.ask("GET", "/api/allocate")
        self.assertEqual(databases.history_count(self.service.history), before)

    def test_each_of_many_concurrent_decisions_has_its_row_when_its_answer_arrives(self):
        before = databases.history_count(self.service.history)
        seen, faults = [], []

        def ask(thread):
            client = self.service.client()
            for number in range(40):
                registration_id = f"concurrent-{thread}-{number}" + ("-contoso-tstrsd-007" if number % 2 else "")
                answer = self.service.allocate(request_body(registration_id), client)
                rows = databases.history(self.service.history, answer.request_id)
                if [row["registration_id"] for row in rows] != [registration_id]:
                    faults.append((registration_id, rows))
                seen.append(answer.request_id)
            client.close()

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(faults, [])
        self.assertEqual(len(set(seen)), 8 * 40)
        self.assertEqual(databases.history_count(self.service.history), before + 8 * 40)

    def test_a_retry_of_dps_gets_the_same_answer_and_a_row_of_its_own(self):
        body = request_body("sn-0044", hubs=[f"h{number}-toasters-hub.azure-devices.net" for number in range(9)])
        answers = [self.service.allocate(body) for _ in range(5)]
        self.assertEqual(len({answer.body for answer in answers}), 1)
        self.assertEqual(len({answer.request_id for answer in answers}), 5)

    def list(self, *options):
        result = self.service.run("assignments", "list", *options)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        return result.stdout

    def test_the_list_as_json_has_the_newest_first_and_all_there_is_to_know(self):
        first = self.service.allocate(captured.REREGISTRATION).request_id
        second = self.service.allocate(request_body("BREAKROOM499-contoso-tstrsd-007", hubs=[])).request_id
        rows = json.loads(self.list("--registration-id", "Breakroom499-Contoso-tstrsd-007", "--format", "json", "--limit", "2"))
        self.assertEqual([row["requestId"] for row in rows], [second, first])
        self.assertRegex(rows[0]["decidedAt"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        self.assertEqual(rows[0]["outcome"], "rejected")
        wanted = {
            "registrationId": "breakroom499-contoso-tstrsd-007", "outcome": "assigned", "reason": "rule", "source": "rule", "ruleId": 1,
            "division": "toasters", "hub": TOASTERS_HUB, "previousHub": TOASTERS_HUB, "attestation": "symmetricKey",
            "enrollment": {"kind": "group", "id": "contoso-custom-allocated-devices"}, "initialTwin": TOASTER_TWIN}
        self.assertEqual({name: rows[1].get(name) for name in wanted}, wanted)

    def test_the_list_as_text_is_a_table(self):
        self.service.allocate(request_body("sn-0045"))
        heading, row = self.list("--registration-id", "sn-0045", "--limit", "1").splitlines()
        self.assertTrue(heading.startswith("NUMBER"))
        for word in ("sn-0045", "assigned", "inventory", HEAT_PUMPS_HUB):
            self.assertIn(word, row)
        self.assertEqual(heading.index("REGISTRATION ID"), row.index("sn-0045"))

    def test_the_list_is_paged_without_gaps_or_repetitions(self):
        for number in range(7):
            self.service.allocate(request_body("sn-0046"))
        found, before = [], []
        while page := json.loads(self.list("--registration-id", "sn-0046", "--format", "json", "--limit", "3", *before)):
            found += [row["id"] for row in page]
            before = ["--after", str(found[-1])]
        self.assertEqual(found, sorted(set(found), reverse=True))
        self.assertEqual(len(found), 7)

    def test_the_list_of_a_device_that_never_registered_is_empty(self):
        self.assertEqual(json.loads(self.list("--registration-id", "never-seen", "--format", "json")), [])

    def test_no_control_character_of_a_request_reaches_the_terminal(self):
        body = {**request_body("sn-0047"), "enrollmentGroup": {"enrollmentGroupId": "\u001b[31mred\r\n\u009b7m\u0007"}}
        self.service.allocate(body)
        text = self.list("--registration-id", "sn-0047")
        self.assertIsNone(re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", text), repr(text))
        self.assertEqual(len(text.splitlines()), 2)


if __name__ == "__main__":
    unittest.main()
