"""`explain` of a decision of the history: why then, what now, and what has changed in between."""

import json
import unittest

import databases
from service import HEAT_PUMPS_HUB, TOASTERS_HUB, request_body
from service_test_case import ServiceTestCase


class ExplainThen(ServiceTestCase):
    def decide(self, registration_id, hubs=None):
        """Has DPS ask, and gives the number of the row."""
        answer = self.service.allocate(request_body(registration_id, hubs))
        with databases.opened(self.service.history) as history:
            return history.execute("SELECT max(assignment_id) FROM assignments").fetchone()[0], answer

    def explain(self, number):
        """As the command line tells it, which is what the service answers but for the moment."""
        told = json.loads(self.run_well("explain", "--assignment", number, "--format", "json"))
        answer = self.api("POST", "/api/explain", {"assignmentId": number}, role="auditor")
        self.assertEqual(answer.status, 200, answer)
        answered = answer.json
        for explanation in (told["now"], answered["now"]):
            explanation.pop("time")
        self.assertEqual(told, answered)
        return told

    def test_what_a_device_got_is_told_after_everything_has_changed(self):
        self.run_well("devices", "put", "then-1", "--division", "toasters", "--twin", '{"tags":{"site":"a"}}')
        number, answer = self.decide("Then-1")
        self.run_well("devices", "patch", "then-1", "--twin", '{"tags":{"site":"b"}}', "--message", "moved")
        path = self.service.file("then.csv", "registrationId,division\nthen-1,heatpumps\n")
        self.run_well("devices", "import", path, "--message", "sold")
        self.run_well("divisions", "patch", "toasters", "--name", "roasters")
        told = self.explain(number)
        self.assertEqual((told["reproduced"], told["doubts"], told.get("mismatches")), (True, [], None))
        self.assertEqual(told["then"]["body"], answer.json)
        self.assertEqual((told["recorded"]["hub"], told["then"]["division"]), (TOASTERS_HUB, "toasters"))
        self.assertEqual((told["now"]["body"]["iotHubHostName"], told["now"]["division"]), (HEAT_PUMPS_HUB, "heatpumps"))
        self.assertIn({"pointer": "/initialTwin/tags/site", "before": "a", "after": "b"}, told["differences"])
        self.assertEqual(
            [(change["kind"], change["subject"], change["changed"], change.get("message")) for change in told["changes"]], [
                ("device", "then-1", ["twin"], "moved"), ("device", "then-1", ["division"], "sold"),
                ("division", "roasters", ["name"], None)])
        layers = {layer["pointer"]: layer["from"] for layer in told["then"]["twinLayers"]}
        self.assertEqual((layers["/tags/site"], layers["/tags/deviceType"]), ("device", "template"))

        self.run_well("devices", "delete", "then-1", "--erase")
        self.assertEqual(self.explain(number)["reproduced"], True)
        self.run_well("divisions", "patch", "roasters", "--name", "toasters")
        self.assertEqual(self.explain(number)["reproduced"], True)

    def test_the_text_fits_a_terminal_and_says_what_has_changed(self):
        number, _ = self.decide("text-contoso-tstrsd-007")
        self.run_well("devices", "put", "text-contoso-tstrsd-007", "--division", "heatpumps", "--message", "a heat pump")
        text = self.run_well("explain", "--assignment", number)
        for words in (
            f"Assignment {number}, decided at", "That comes to the recorded answer.", "Now:", "NOW DIFFERS IN", "CHANGE SINCE",
            "a heat pump", f"hub {HEAT_PUMPS_HUB}", "suffix \"-contoso-tstrsd-007\"", "the division's template",
        ):
            self.assertIn(words, text)
        self.assertNotIn("Note:", text)

    def test_a_policy_that_was_changed_by_hand_is_doubted(self):
        number, _ = self.decide("hand-contoso-hpsd-088")
        databases.change(self.service.inventory, "UPDATE divisions SET twin = NULL WHERE name = 'heatpumps'")
        told = self.explain(number)
        self.assertEqual((told["reproduced"], len(told["doubts"])), (False, 1), told)
        self.assertEqual([mismatch["pointer"] for mismatch in told["mismatches"]], ["/initialTwin"])
        self.assertIn("changed without a line in the change log", told["doubts"][0])
        text = self.run_well("explain", "--assignment", number)
        self.assertIn("That does not come to the recorded answer:", text)
        self.assertIn("Note: ", text)

    def test_a_device_that_was_changed_by_hand_is_told_as_far_as_it_is_known(self):
        self.run_well("devices", "put", "hand-1", "--division", "toasters")
        first, _ = self.decide("hand-1")
        databases.change(self.service.inventory, "UPDATE devices SET note = 'x' WHERE registration_id = 'hand-1'")
        second, _ = self.decide("hand-1")
        databases.change(self.service.inventory, "UPDATE devices SET note = 'y' WHERE registration_id = 'hand-1'")
        third, _ = self.decide("hand-1")
        self.run_well("devices", "patch", "hand-1", "--note", "z")
        self.assertTrue(self.explain(first)["reproduced"])
        told = self.explain(second)
        self.assertNotIn("then", told)
        self.assertNotIn("reproduced", told)
        self.assertIn("revision 2 of the device is not in the change log", told["doubts"][0])
        self.assertIn("It cannot be decided again", self.run_well("explain", "--assignment", second))
        self.assertTrue(self.explain(third)["reproduced"])

    def test_a_row_older_than_the_column_of_linked_hubs_ends_at_the_division(self):
        number, _ = self.decide("old-contoso-tstrsd-007")
        refused, _ = self.decide("old-unknown")
        databases.change(
            self.service.history, f"UPDATE assignments SET linked_hubs_id = NULL WHERE assignment_id IN ({number}, {refused})")
        told = self.explain(number)
        self.assertNotIn("reproduced", told)
        self.assertEqual((told["then"]["division"], told["differences"]), ("toasters", []))
        self.assertIn("older than the keeping of linked hubs", told["doubts"][0])
        self.assertIn("cannot be said", self.run_well("explain", "--assignment", number))
        self.assertTrue(self.explain(refused)["reproduced"])

    def test_a_row_that_was_changed_does_not_come_to_its_answer(self):
        self.decide("true-contoso-hpsd-088")
        number, _ = self.decide("false-contoso-tstrsd-007")
        databases.change(
            self.service.history,
            f"UPDATE assignments SET hub_id = (SELECT name_id FROM names WHERE name = '{HEAT_PUMPS_HUB}') "
            f"WHERE assignment_id = {number}")
        told = self.explain(number)
        self.assertEqual((told["recorded"]["hub"], told["reproduced"]), (HEAT_PUMPS_HUB, False))
        self.assertEqual(
            told["mismatches"], [{"pointer": "/hub", "before": HEAT_PUMPS_HUB, "after": TOASTERS_HUB}])

    def test_what_is_not_there_or_goes_together_is_said(self):
        missing = self.service.run("explain", "--assignment", "99999")
        self.assertEqual((missing.returncode, missing.stdout), (1, ""))
        self.assertIn("no such assignment", missing.stderr)
        for words in (["--assignment", "1", "sn-0042"], ["--assignment", "0"], ["--assignment", "1", "--hub", "a"], []):
            self.assertEqual(self.service.run("explain", *words).returncode, 64)

    def test_near_misses_are_told(self):
        question = {"registrationId": "sn-O042", "linkedHubs": [TOASTERS_HUB]}
        misses = self.api("POST", "/api/explain", question).json["now"]["nearMisses"]
        self.assertEqual([(miss["kind"], miss["device"], miss["edits"]) for miss in misses], [("similarDevice", "sn-0042", 1)])
        text = self.run_well("explain", "main-contoso-tstrsd-07", "--hub", TOASTERS_HUB)
        self.assertIn("NEAR MISSES", text)
        self.assertIn("one character away from \"-contoso-tstrsd-007\" of rule 1", text)
        text = self.run_well("explain", "main-contoso-tstrsd-007", "--hub", "contoso-toaster-1.net")
        self.assertIn("is one character away from having \"-toasters-\"", text)
        self.assertIn("sn-0060 is registered, but", self.run_well("explain", "sn-0060"))


if __name__ == "__main__":
    unittest.main()
