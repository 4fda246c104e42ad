"""`explain` says what the service would answer, and leaves no trace."""

import json
import pathlib
import random
import unittest

import article
import captured
import databases
from service import HUBS, TOASTER_TWIN, TOASTERS_HUB, request_body
from service_test_case import ServiceTestCase


class Explain(ServiceTestCase):
    def explain(self, *words, text_input=None):
        result = self.service.run("explain", "--format", "json", *words, text_input=text_input)
        self.assertEqual((result.returncode, result.stderr), (0, ""), result)
        return json.loads(result.stdout)["now"]

    def ask_why(self, question):
        answer = self.api("POST", "/api/explain", question, role="auditor")
        self.assertEqual(answer.status, 200, answer)
        return answer.json["now"]

    @staticmethod
    def without_time(explanation):
        return {name: value for name, value in explanation.items() if name != "time"}

    def assert_agrees(self, explanation, answer):
        body = answer.json if answer.status == 200 else answer.text
        self.assertEqual((explanation["status"], explanation["body"]), (answer.status, body))
        row, = databases.history(self.service.history, answer.request_id)
        self.assertEqual(
            (explanation["reason"], explanation.get("division"), explanation.get("policyRevision")),
            (row["reason"], row["division"], row["policy_revision"]))

    def test_it_agrees_with_the_service_for_generated_ids_and_hubs(self):
        generator = random.Random(42)
        with databases.opened(self.service.inventory) as inventory:
            registered = [row[0] for row in inventory.execute("SELECT registration_id FROM devices")]
        for number in range(150):
            registration_id = generator.choice([article.registration_id(generator), generator.choice(registered)])
            hubs = article.linked_hubs(generator) + generator.choices([*HUBS, "b-toasters-1.net", "c-heatpumps-1.net"], k=2)
            current = generator.choice([None, *hubs])
            options = [word for hub in hubs for word in ("--hub", hub)] + (["--current-hub", current] if current else [])
            context = {"currentIotHubHostName": current} if current else {}
            question = {"registrationId": registration_id, "linkedHubs": hubs, **({"currentHub": current} if current else {})}
            with self.subTest(registration_id=registration_id, hubs=hubs, current=current):
                answer = self.service.allocate(request_body(registration_id, hubs, **context))
                self.assert_agrees(self.ask_why(question), answer)
                if number < 50:
                    explanation = self.explain(*options, "--", registration_id)
                    self.assert_agrees(explanation, answer)
                    self.assertEqual(self.without_time(explanation), self.without_time(self.ask_why(question)))

    def test_it_agrees_with_the_service_for_captured_requests(self):
        bodies = [
            captured.TOASTER, captured.HEAT_PUMP, captured.REREGISTRATION, captured.REREGISTRATION_WITH_PAYLOAD, captured.SPARSE,
            captured.INDIVIDUAL_TPM, '{"linkedHubs":[]}', '{"deviceRuntimeContext":{"registrationId":"sn-0042"}}',
        ]
        for body in bodies:
            answer = self.service.allocate(body)
            self.assert_agrees(self.explain("--request", self.service.file("captured.json", body)), answer)
            self.assert_agrees(self.explain("--request", "-", text_input=body), answer)
            self.assert_agrees(self.ask_why(json.loads(body)), answer)

    def test_it_writes_nothing(self):
        self.service.allocate(captured.TOASTER)
        before = self.contents()
        for question in ({"registrationId": "sn-0042"}, {"registrationId": "sn-0O42"}, {"assignmentId": 1}, json.loads(captured.TOASTER)):
            self.assertEqual(self.api("POST", "/api/explain", question).status, 200)
        self.assertEqual(self.contents(), before)
        # Beside nothing that is served not even a file may change.
        self.assertEqual(self.service.stop(), 0)
        # Whoever opens a database last moves what its log still has into the file.
        self.run_well("explain", "--assignment", "1")
        files = self.files()
        self.explain("sn-0042")
        self.explain("sn-0042", "--hub", TOASTERS_HUB)
        self.explain("--request", "-", text_input=captured.TOASTER)
        self.run_well("explain", "--assignment", "1")
        self.assertEqual(self.files(), files)
        self.assertEqual(self.contents(), before)
        self.service.start("serve")

    def contents(self):
        """Both databases; but for which devices were seen, which the running service keeps on its own."""
        dumps = [databases.dump(path) for path in (self.service.inventory, self.service.history)]
        return [[line for line in dump.splitlines() if "sightings" not in line] for dump in dumps]

    def files(self):
        paths = (pathlib.Path(self.service.inventory), pathlib.Path(self.service.history))
        return [path.read_bytes() for path in paths]

    def test_it_tells_every_step(self):
        result = self.service.run("explain", "MAINbuilding9-contoso-hpsd-088", "--hub", TOASTERS_HUB)
        self.assertEqual(result.returncode, 0)
        for words in (
            'compared as "mainbuilding9-contoso-hpsd-088"', "not registered", 'does not end in "-contoso-tstrsd-007"',
            'suffix "-contoso-hpsd-088"', f"hub {TOASTERS_HUB}", 'does not contain "-heatpumps-"',
            "(noMatchingHub): No heat pumps hub found for the enrollment.",
        ):
            self.assertIn(words, result.stdout)

    def test_without_hubs_it_ends_at_the_division(self):
        explanation = self.explain("sn-0042")
        self.assertEqual(explanation["division"], "toasters")
        self.assertNotIn("status", explanation)

    def test_it_sees_a_disabled_device(self):
        explanation = self.explain("sn-0060", "--hub", TOASTERS_HUB)
        self.assertEqual((explanation["status"], explanation["reason"]), (403, "deviceDisabled"))

    def test_it_answers_while_nothing_is_served(self):
        self.assertEqual(self.service.stop(), 0)
        explanation = self.explain("sn-0042", "--hub", TOASTERS_HUB)
        self.assertEqual(explanation["body"], {"iotHubHostName": TOASTERS_HUB, "initialTwin": TOASTER_TWIN})
        self.service.start("serve")

    def test_a_malformed_captured_request_is_told_as_dps_would_be(self):
        for body in ("no JSON", '{"deviceRuntimeContext":7}'):
            result = self.service.run("explain", "--request", "-", text_input=body)
            self.assertEqual((result.returncode, result.stdout), (1, ""))
            self.assertIn("400", result.stderr)
            self.assertIn(self.service.allocate(body).text, result.stderr)


if __name__ == "__main__":
    unittest.main()
