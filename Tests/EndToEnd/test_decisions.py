"""The table of answers, row by row: status, content type and exact body."""

import json
import unittest

import captured
import databases
from service import HEAT_PUMP_TWIN, HEAT_PUMPS_HUB, HUBS, TOASTER_TWIN, TOASTERS_HUB, request_body
from service_test_case import ServiceTestCase


class Decisions(ServiceTestCase):
    def test_without_a_key_the_answer_is_401_unauthorized(self):
        answer = self.service.ask("POST", "/api/allocate", json.dumps(request_body("sn-0042")))
        self.assert_rejected(answer, 401, "Unauthorized.")

    def test_with_a_wrong_key_the_answer_is_401_unauthorized(self):
        self.assert_rejected(self.service.allocate(request_body("sn-0042"), key="wrong"), 401, "Unauthorized.")

    def test_a_key_is_asked_for_before_the_body_is_looked_at(self):
        self.assert_rejected(self.service.allocate("no JSON", key="wrong"), 401, "Unauthorized.")

    def test_the_articles_toaster_is_assigned_by_a_rule_to_the_byte(self):
        answer = self.service.allocate(captured.TOASTER)
        self.assert_assigned(answer, TOASTERS_HUB, TOASTER_TWIN)
        self.assertEqual(
            answer.text,
            '{"iotHubHostName":"contoso-toasters-hub-1098.azure-devices.net","initialTwin":{"tags":{"deviceType":"toaster"},'
            '"properties":{"desired":{"state":"ready","darknessSetting":"medium"}}}}')

    def test_the_articles_heat_pump_is_assigned_by_a_rule(self):
        self.assert_assigned(self.service.allocate(captured.HEAT_PUMP), HEAT_PUMPS_HUB, HEAT_PUMP_TWIN)

    def test_captured_reregistrations_stay_where_they_are(self):
        for body in (captured.REREGISTRATION, captured.REREGISTRATION_WITH_PAYLOAD):
            self.assert_assigned(self.service.allocate(body), TOASTERS_HUB, TOASTER_TWIN)

    def test_a_captured_sparse_body_is_understood(self):
        self.assert_rejected(self.service.allocate(captured.SPARSE), 400, "Unrecognized device registration.")

    def test_a_captured_individual_enrollment_is_understood(self):
        self.assert_rejected(self.service.allocate(captured.INDIVIDUAL_TPM), 400, "Unrecognized device registration.")

    def test_a_device_whose_name_says_nothing_is_assigned_by_the_inventory(self):
        self.assert_assigned(self.service.allocate(request_body("sn-0042")), TOASTERS_HUB, TOASTER_TWIN)
        self.assert_assigned(self.service.allocate(request_body("sn-0043")), HEAT_PUMPS_HUB, HEAT_PUMP_TWIN)

    def test_the_inventory_wins_over_the_rule_that_the_name_would_match(self):
        answer = self.service.allocate(request_body("migrated99-contoso-tstrsd-007"))
        self.assert_assigned(answer, HEAT_PUMPS_HUB, HEAT_PUMP_TWIN)

    def test_case_does_not_matter_in_a_registration_id(self):
        for registration_id in ("SN-0042", "Breakroom499-CONTOSO-TstrSD-007"):
            self.assert_assigned(self.service.allocate(request_body(registration_id)), TOASTERS_HUB, TOASTER_TWIN)
        self.assert_assigned(self.service.allocate(request_body("ac:de:48:00:11:01")), HEAT_PUMPS_HUB, HEAT_PUMP_TWIN)

    def test_a_suffix_in_the_middle_of_a_name_is_no_suffix(self):
        answer = self.service.allocate(request_body("breakroom499-contoso-tstrsd-007-b"))
        self.assert_rejected(answer, 400, "Unrecognized device registration.")

    def test_without_a_registration_id_the_answer_says_so(self):
        for context in ({}, {"registrationId": None}, {"registrationId": ""}, None):
            with self.subTest(context=context):
                answer = self.service.allocate({"deviceRuntimeContext": context, "linkedHubs": HUBS})
                self.assert_rejected(answer, 400, "Registration ID not provided for the device.")
        for body in ({"linkedHubs": HUBS}, {}):
            answer = self.service.allocate(body)
            self.assert_rejected(answer, 400, "Registration ID not provided for the device.")

    def test_without_linked_hubs_the_answer_says_so(self):
        for body in ({}, {"linkedHubs": None}):
            body["deviceRuntimeContext"] = {"registrationId": "sn-0042"}
            self.assert_rejected(self.service.allocate(body), 400, "No hub group defined for the enrollment.")

    def test_a_missing_registration_id_is_told_before_missing_hubs(self):
        answer = self.service.allocate({"deviceRuntimeContext": {}})
        self.assert_rejected(answer, 400, "Registration ID not provided for the device.")

    def test_missing_hubs_are_told_before_an_unknown_or_disabled_device(self):
        for registration_id in ("nobody-knows-me", "sn-0060"):
            answer = self.service.allocate({"deviceRuntimeContext": {"registrationId": registration_id}})
            self.assert_rejected(answer, 400, "No hub group defined for the enrollment.")

    def test_a_disabled_device_is_refused_with_the_reason(self):
        answer = self.service.allocate(request_body("sn-0060"))
        self.assert_rejected(answer, 403, "Device is disabled in the inventory. Returned for repair.")

    def test_a_device_on_hold_is_refused_with_the_reason(self):
        answer = self.service.allocate(request_body("SN-0061"))
        self.assert_rejected(answer, 403, "Device is disabled in the inventory. Waiting for the site's acceptance.")

    def test_a_disabled_device_without_a_reason_is_refused_all_the_same(self):
        self.service.run("devices", "put", "no-reason", "--division", "toasters", "--status", "disabled")
        answer = self.service.allocate(request_body("no-reason"))
        self.assert_rejected(answer, 403, "Device is disabled in the inventory.")

    def test_a_disabled_device_is_refused_though_no_hub_fits_and_a_rule_would_match(self):
        self.service.run("devices", "put", "off-contoso-tstrsd-007", "--division", "toasters", "--status", "held")
        answer = self.service.allocate(request_body("off-contoso-tstrsd-007", hubs=[]))
        self.assert_rejected(answer, 403, "Device is disabled in the inventory.")

    def test_a_device_that_nothing_matches_is_unrecognized(self):
        answer = self.service.allocate(request_body("nobody-knows-me"))
        self.assert_rejected(answer, 400, "Unrecognized device registration.")

    def test_an_unrecognized_device_is_told_before_a_missing_hub(self):
        answer = self.service.allocate(request_body("nobody-knows-me", hubs=[]))
        self.assert_rejected(answer, 400, "Unrecognized device registration.")

    def test_without_a_hub_of_the_division_the_answer_has_the_divisions_noun(self):
        for hubs in ([], ["contoso-other-hub.azure-devices.net"], [HEAT_PUMPS_HUB]):
            answer = self.service.allocate(request_body("sn-0042", hubs=hubs))
            self.assert_rejected(answer, 400, "No toasters hub found for the enrollment.")
        for registration_id in ("sn-0043", "mainbuilding167-contoso-hpsd-088"):
            answer = self.service.allocate(request_body(registration_id, hubs=[TOASTERS_HUB]))
            self.assert_rejected(answer, 400, "No heat pumps hub found for the enrollment.")

    def test_a_pinned_device_goes_to_its_hub_only(self):
        other = "aaa-toasters-hub.azure-devices.net"
        self.assert_assigned(
            self.service.allocate(request_body("sn-0064", hubs=[other, TOASTERS_HUB])), TOASTERS_HUB, TOASTER_TWIN)
        answer = self.service.allocate(request_body("sn-0064", hubs=[other, HEAT_PUMPS_HUB]))
        self.assert_rejected(answer, 400, "No toasters hub found for the enrollment.")

    def test_a_pinned_device_leaves_the_hub_it_is_on(self):
        other = "aaa-toasters-hub.azure-devices.net"
        body = request_body("sn-0064", hubs=[other, TOASTERS_HUB], currentIotHubHostName=other)
        self.assert_assigned(self.service.allocate(body), TOASTERS_HUB, TOASTER_TWIN)

    def test_a_devices_own_twin_is_laid_over_the_divisions(self):
        self.assert_assigned(self.service.allocate(request_body("sn-0062")), TOASTERS_HUB, {
            "tags": {"deviceType": "toaster", "site": "Redmond"},
            "properties": {"desired": {"state": "ready", "darknessSetting": "dark"}}})
        self.assert_assigned(self.service.allocate(request_body("sn-0063")), HEAT_PUMPS_HUB, {
            "tags": {"deviceType": "heatpump"}, "properties": {"desired": {"state": "on", "temperatureSetting": "58"}}})

    def test_a_null_in_a_devices_own_twin_takes_a_member_away(self):
        twin = {"tags": {"deviceType": None}, "properties": {"desired": {"state": None, "limits": {"low": 1, "high": None}}}}
        self.service.run("devices", "put", "own-twin", "--division", "toasters", "--twin", json.dumps(twin))
        self.assert_assigned(self.service.allocate(request_body("own-twin")), TOASTERS_HUB, {
            "tags": {}, "properties": {"desired": {"darknessSetting": "medium", "limits": {"low": 1}}}})

    def test_a_configured_payload_is_sent(self):
        self.assert_assigned(
            self.service.allocate(request_body("sn-0065")), HEAT_PUMPS_HUB, HEAT_PUMP_TWIN, payload={"welcome": "pump room"})

    def test_hub_names_compare_without_case_and_are_answered_as_received(self):
        loud = TOASTERS_HUB.upper()
        self.assert_assigned(self.service.allocate(request_body("sn-0042", hubs=[loud])), loud, TOASTER_TWIN)
        self.assert_assigned(self.service.allocate(request_body("sn-0064", hubs=[loud])), loud, TOASTER_TWIN)

    def test_every_device_of_the_seed_is_decided_as_the_seed_says(self):
        with databases.opened(self.service.inventory) as inventory:
            devices = inventory.execute(
                "SELECT registration_id, name, status FROM devices JOIN divisions USING (division_id)"
                " WHERE registration_id IN (SELECT subject FROM changes JOIN change_sets USING (change_set_id) WHERE change_sets.kind = 'seed')"
            ).fetchall()
        self.assertGreater(len(devices), 30)
        for registration_id, division, status in devices:
            answer = self.service.allocate(request_body(registration_id))
            if status == "active":
                self.assertEqual(answer.json["iotHubHostName"], TOASTERS_HUB if division == "toasters" else HEAT_PUMPS_HUB)
            else:
                self.assertEqual(answer.status, 403)


if __name__ == "__main__":
    unittest.main()
