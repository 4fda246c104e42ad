"""The whole path: a device, the emulated provisioning service, dps-allocator, a hub, and the history that tells why."""

import http.client
import json
import ssl
import unittest

import captured
from emulator import API_VERSION, GROUP, Device, Emulator, configuration, device_key, run_emulator
from service import HEAT_PUMP_TWIN, HEAT_PUMPS_HUB, HUBS, TOASTER_TWIN, TOASTERS_HUB, REPOSITORY, Client
from service_test_case import ServiceTestCase
from tls_relay import TLSRelay, make_certificate

TOASTER = "breakroom499-contoso-tstrsd-007"
HEAT_PUMP = "mainbuilding167-contoso-hpsd-088"


class EmulatedPath(ServiceTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.emulator = Emulator(configuration(cls.webhook()))
        cls.addClassCleanup(cls.emulator.end)
        cls.emulator.start()

    @classmethod
    def webhook(cls, key=None):
        return f"http://{cls.service.host}:{cls.service.port}{cls.service.target(key)}"

    def emulate(self, *arguments, **options):
        """An emulator of this test's own."""
        emulator = Emulator(configuration(*arguments, **options.pop("changes", {})), **options)
        self.addCleanup(emulator.end)
        return emulator.start()

    def provision(self, registration_id, emulator=None, **options):
        device = Device(emulator or self.emulator, registration_id, **options)
        self.addCleanup(device.close)
        return device.provision()

    def assert_provisioned(self, answer, hub, device_id, substatus="initialAssignment"):
        self.assertEqual((answer.status, answer.json["status"]), (200, "assigned"), answer)
        state = answer.json["registrationState"]
        self.assertEqual(
            (state["status"], state["assignedHub"], state["deviceId"], state["substatus"]),
            ("assigned", hub, device_id, substatus), answer)

    def assert_failed(self, answer, code, message):
        self.assertEqual((answer.status, answer.json["status"]), (200, "failed"), answer)
        state = answer.json["registrationState"]
        self.assertEqual((state["status"], state["errorCode"], state["errorMessage"]), ("failed", code, message), answer)
        self.assertTrue(answer.json["operationId"])
        # The C SDK reads the message only with this beside it.
        self.assertIn("lastUpdatedDateTimeUtc", state)

    def last_decision(self, registration_id):
        listed = self.api("GET", f"/api/assignments?registrationId={registration_id}&limit=1", role="auditor")
        return listed.json["assignments"][0]

    def test_the_articles_devices_get_their_hubs_and_twins(self):
        for registration_id, hub, twin in [(TOASTER, TOASTERS_HUB, TOASTER_TWIN), (HEAT_PUMP, HEAT_PUMPS_HUB, HEAT_PUMP_TWIN)]:
            with self.subTest(registration_id):
                self.assert_provisioned(self.provision(registration_id), hub, registration_id)
                held = self.emulator.twin(hub, registration_id)
                self.assertEqual(held.status, 200, held)
                desired = {k: v for k, v in held.json["properties"]["desired"].items() if not k.startswith("$")}
                self.assertEqual((held.json["tags"], desired), (twin["tags"], twin["properties"]["desired"]))
                decision = self.last_decision(registration_id)
                self.assertEqual((decision["hub"], decision["reason"]), (hub, "rule"))

    def test_a_device_of_the_inventory_goes_where_its_name_does_not_say(self):
        self.assert_provisioned(self.provision("sn-0042"), TOASTERS_HUB, "sn-0042")
        self.assertEqual(self.last_decision("sn-0042")["reason"], "inventory")

    def test_a_refusal_fails_with_its_status_and_the_call_says_why(self):
        for registration_id, status, text in [
            ("visitor-1", 400, "Unrecognized device registration."),
            ("sn-0060", 403, "Device is disabled in the inventory."),
        ]:
            with self.subTest(registration_id):
                answer = self.provision(registration_id)
                self.assert_failed(answer, 400_207, f"Custom allocation failed with status code: {status}")
                call = self.emulator.calls(registration_id)[-1]
                self.assertEqual(call["status"], status)
                self.assertIn(text, call["answer"])

    def test_a_wrong_key_is_told_as_what_it_is(self):
        emulator = self.emulate(self.webhook(key="not-the-key"))
        self.assert_failed_code(self.provision(TOASTER, emulator), 400_209)
        self.assertNotIn("not-the-key", emulator.process.errors)
        self.assertNotIn("not-the-key", json.dumps(emulator.calls(TOASTER)))

    def assert_failed_code(self, answer, code):
        self.assertEqual((answer.json["status"], answer.json["registrationState"]["errorCode"]), ("failed", code), answer)

    def test_a_payload_goes_to_the_webhook_and_another_one_comes_back(self):
        answer = self.provision("sn-0065", payload={"MyDeviceFirmwareVersion": "12.0.2.5"})
        self.assertEqual(answer.json["registrationState"]["payload"], {"welcome": "pump room"})
        request = self.emulator.calls("sn-0065")[-1]["request"]
        self.assertEqual(request["deviceRuntimeContext"]["payload"], {"MyDeviceFirmwareVersion": "12.0.2.5"})

    def test_a_device_that_registers_again_says_where_it_is_and_moves_with_its_twin(self):
        self.run_well("devices", "put", "mover-1", "--division", "toasters")
        self.assert_provisioned(self.provision("mover-1"), TOASTERS_HUB, "mover-1")
        self.assert_provisioned(self.provision("mover-1"), TOASTERS_HUB, "mover-1")
        self.assertEqual(self.last_decision("mover-1")["previousHub"], TOASTERS_HUB)
        self.run_well("devices", "put", "mover-1", "--division", "heatpumps")
        self.assert_provisioned(self.provision("mover-1"), HEAT_PUMPS_HUB, "mover-1", "deviceDataMigrated")
        self.assertEqual(self.emulator.twin(TOASTERS_HUB, "mover-1").status, 404)
        self.assertEqual(self.emulator.twin(HEAT_PUMPS_HUB, "mover-1").json["tags"], TOASTER_TWIN["tags"])

    def test_a_device_that_is_reset_on_its_way_gets_the_new_twin(self):
        reset = {"reprovisionPolicy": {"updateHubAssignment": True, "migrateDeviceData": False}}
        emulator = self.emulate(self.webhook(), changes={"group": reset})
        self.run_well("devices", "put", "mover-2", "--division", "toasters")
        self.provision("mover-2", emulator)
        self.run_well("devices", "put", "mover-2", "--division", "heatpumps")
        self.assert_provisioned(self.provision("mover-2", emulator), HEAT_PUMPS_HUB, "mover-2", "deviceDataReset")
        self.assertEqual(emulator.twin(HEAT_PUMPS_HUB, "mover-2").json["tags"], HEAT_PUMP_TWIN["tags"])

    def test_a_device_that_must_never_move_is_offered_its_own_hub_only(self):
        never = {"reprovisionPolicy": {"updateHubAssignment": False, "migrateDeviceData": False}}
        emulator = self.emulate(self.webhook(), changes={"group": never})
        self.run_well("devices", "put", "settled-1", "--division", "toasters")
        self.provision("settled-1", emulator)
        self.assert_provisioned(self.provision("settled-1", emulator), TOASTERS_HUB, "settled-1")
        self.assertEqual(emulator.calls("settled-1")[-1]["request"]["linkedHubs"], [TOASTERS_HUB])
        self.run_well("devices", "put", "settled-1", "--division", "heatpumps")
        self.assert_failed(
            self.provision("settled-1", emulator), 400_207, "Custom allocation failed with status code: 400")

    def test_what_a_registration_came_to_survives_a_kill_of_both(self):
        emulator = self.emulate(self.webhook(), options=("--data", self.service.folder + "/emulator"))
        self.assert_provisioned(self.provision("lasting1-contoso-tstrsd-007", emulator), TOASTERS_HUB, "lasting1-contoso-tstrsd-007")
        twin = emulator.twin(TOASTERS_HUB, "lasting1-contoso-tstrsd-007").json
        calls = emulator.calls("lasting1-contoso-tstrsd-007")
        emulator.kill()
        emulator.start()
        self.assertEqual(emulator.twin(TOASTERS_HUB, "lasting1-contoso-tstrsd-007").json, twin)
        self.assertEqual(emulator.calls("lasting1-contoso-tstrsd-007"), calls)
        self.provision("lasting1-contoso-tstrsd-007", emulator)
        self.assertEqual(self.last_decision("lasting1-contoso-tstrsd-007")["previousHub"], TOASTERS_HUB)

    def test_a_group_is_switched_to_another_policy_while_the_emulator_runs(self):
        emulator = self.emulate(self.webhook())
        answer = emulator.ask("PATCH", f"/emulator/enrollmentGroups/{GROUP}", {"allocationPolicy": "hashed"})
        self.assertEqual((answer.status, answer.json["allocationPolicy"]), (200, "hashed"), answer)
        answer = self.provision("visitor-2", emulator)
        self.assertEqual(answer.json["status"], "assigned", answer)
        self.assertIn(answer.json["registrationState"]["assignedHub"], HUBS)
        self.assertEqual(emulator.calls("visitor-2"), [])
        answer = emulator.ask("PATCH", f"/emulator/enrollmentGroups/{GROUP}", {"provisioningStatus": "disabled"})
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(self.provision("visitor-2", emulator).json["status"], "disabled")

    def test_the_webhook_is_sent_what_the_service_was_seen_to_send(self):
        enrollment = json.loads(captured.TOASTER)["enrollmentGroup"]
        record = {name: enrollment[name] for name in ("etag", "createdDateTimeUtc", "lastUpdatedDateTimeUtc")}
        emulator = self.emulate(self.webhook(), changes={"group": record})
        self.provision(TOASTER, emulator)
        sent = emulator.calls(TOASTER)[-1]["request"]
        expected = json.loads(captured.TOASTER)
        redacted = self.webhook().split("?")[0] + "?****"
        expected["enrollmentGroup"]["customAllocationDefinition"]["webhookUrl"] = redacted
        self.assertEqual(json.dumps(sent), json.dumps(expected))

    def test_a_client_behind_tls_is_served_on_one_connection(self):
        name = "global.azure-devices-provisioning.net"
        certificate, key = make_certificate(self.service.folder, name)
        relay = TLSRelay(certificate, key, self.emulator.host, self.emulator.port)
        self.addCleanup(relay.close)
        client = Client("127.0.0.1", relay.port)
        client.connection = VerifyingConnection(name, relay.port, ssl.create_default_context(cafile=certificate))
        answer = self.provision("behind-tls-contoso-tstrsd-007", client=client)
        self.assert_provisioned(answer, TOASTERS_HUB, "behind-tls-contoso-tstrsd-007")
        self.assertEqual(client.connection.made, 1)

    def device(self, registration_id, *options):
        return run_emulator(
            "device", "--registration-id", registration_id, "--url", self.emulator.url, "--key", device_key(registration_id),
            "--time-scale", "0.01", *options)

    def test_the_simulated_device_says_what_the_articles_sample_says(self):
        result = self.device(TOASTER)
        self.assertEqual(result.returncode, 0, result)
        lines = result.stdout.splitlines()
        self.assertEqual(lines[:5], [f"Provisioning API Version: {API_VERSION}", "", "Registering Device", "", "Provisioning Status: PROV_DEVICE_REG_STATUS_CONNECTED"])
        self.assertEqual(lines[-1], f"Registration Information received from service: {TOASTERS_HUB}, deviceId: {TOASTER}")
        refused = self.device("visitor-3")
        self.assertEqual(refused.returncode, 1, refused)
        for words in ["400207", "CustomAllocationFailed", "PROV_DEVICE_RESULT_DEV_AUTH_ERROR"]:
            self.assertIn(words, refused.stdout + refused.stderr)

    def test_a_fleet_is_counted_by_what_it_came_to(self):
        result = run_emulator(
            "device", "--registration-id", "fleet{n}-contoso-hpsd-088", "--url", self.emulator.url, "--group-key", "-",
            "--count", "50", "--rate", "200", "--time-scale", "0.01", "--format", "json",
            text_input=configuration("")["enrollmentGroups"][0]["attestation"]["symmetricKey"]["primaryKey"])
        self.assertEqual(result.returncode, 0, result)
        self.assertIn(HEAT_PUMPS_HUB, result.stdout)
        self.assertEqual(len(self.emulator.get(f"/emulator/hubs/{HEAT_PUMPS_HUB}/devices?limit=1000").json["devices"]) >= 50, True)

    def test_the_sample_configuration_is_taken_as_it_is(self):
        sample = (REPOSITORY / "seed/dps-emulator.jsonc").read_text("utf-8")
        self.assertIn("contoso-provisioning-service-1098", sample)
        emulator = Emulator({}, options=("--webhook", self.webhook(), "--time-scale", "0.01"))
        self.addCleanup(emulator.end)
        emulator.file = str(REPOSITORY / "seed/dps-emulator.jsonc")
        emulator.start()
        self.assert_provisioned(self.provision(TOASTER, emulator), TOASTERS_HUB, TOASTER)


class VerifyingConnection(http.client.HTTPSConnection):
    """Goes to loopback, asks for another name's certificate, and counts how often it connects."""

    def __init__(self, name, port, context):
        super().__init__("127.0.0.1", port, timeout=30, context=context)
        self.name = name
        self.made = 0

    def connect(self):
        self.made += 1
        http.client.HTTPConnection.connect(self)
        self.sock = self._context.wrap_socket(self.sock, server_hostname=self.name)


if __name__ == "__main__":
    unittest.main()
