"""The emulated provisioning service by itself: the article's troubleshooting table against a scripted webhook, tokens, errors, and
what survives."""

import json
import os
import tempfile
import unittest

from emulator import (
    GROUP_KEY, ID_SCOPE, SECOND_GROUP_KEY, Device, Emulator, configuration, device_key, run_emulator, token)
from scripted_webhook import Reply, ScriptedWebhook, hub
from service import HEAT_PUMPS_HUB, HUBS, TOASTERS_HUB, eventually

OTHER_DEVICE_KEY = "ZGV2aWNlLWtleS1vZi1vdXItb3du"
PAYLOAD = {"property1": "value1"}
LARGE_TWIN = {"properties": {"desired": {f"name{n}": "x" * 4_000 for n in range(9)}}}
# What the webhook answers, and then the error code and the message of the registration; the first rows are the article's.
FAILURES = {
    "empty hub": (hub(""), 400_208, None),
    "null hub": (hub(None), 400_208, None),
    "no hub": (Reply(body={}), 400_208, None),
    "401": (Reply(401, "Unauthorized."), 400_209, None),
    "400": (Reply(400, "Unrecognized device registration."), 400_207, "Custom allocation failed with status code: 400"),
    "403": (Reply(403, "no"), 400_207, "Custom allocation failed with status code: 403"),
    "404": (Reply(404, "no"), 400_207, "Custom allocation failed with status code: 404"),
    "428": (Reply(428, "no"), 400_207, "Custom allocation failed with status code: 428"),
    "201": (Reply(201, {"iotHubHostName": TOASTERS_HUB}), 400_207, "Custom allocation failed with status code: 201"),
    "204": (Reply(204), 400_207, "Custom allocation failed with status code: 204"),
    "redirect": (Reply(302, fields={"Location": "/"}), 400_207, "Custom allocation failed with status code: 302"),
    "another hub": (hub("contoso-toasters-hub-2.azure-devices.net"), 400_207, None),
    "no JSON": (Reply(body="contoso-toasters-hub-1098", content_type="text/plain"), 400_207, None),
    "no object": (Reply(body=[TOASTERS_HUB]), 400_207, None),
    "hub is a number": (hub(7), 400_207, None),
    "Desired with a capital": (hub(TOASTERS_HUB, {"properties": {"Desired": {}}}), 400_207, None),
    "twin too large": (hub(TOASTERS_HUB, LARGE_TWIN), 400_207, None),
    "payload is a text": (hub(TOASTERS_HUB, payload="text"), 400_207, None),
    "cut off": (Reply(body={"iotHubHostName": TOASTERS_HUB}, cut="half"), 400_207, "An error occurred while sending the request."),
    "reset": (Reply(cut="reset"), 400_207, "An error occurred while sending the request."),
    "too late": (Reply(delay=20), 400_207, "An error occurred while sending the request."),
}


class EmulatedService(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.webhook = ScriptedWebhook(otherwise=hub(TOASTERS_HUB))
        cls.addClassCleanup(cls.webhook.end)
        cls.webhook.__enter__()
        individual = {"allocationPolicy": "custom", "customAllocationDefinition": {
            "webhookUrl": cls.webhook.url(), "apiVersion": "2021-10-01"}, "iotHubs": HUBS}
        own_keys = {"type": "symmetricKey", "symmetricKey": {"primaryKey": OTHER_DEVICE_KEY, "secondaryKey": device_key("spare")}}
        cls.emulator = Emulator(configuration(
            cls.webhook.url(), webhook={"timeoutSeconds": 2}, individualEnrollments=[
                {"registrationId": "own-1", "deviceId": "lobby-1", "attestation": own_keys, **individual},
                {"registrationId": "barred-1", "attestation": own_keys, "provisioningStatus": "disabled", **individual},
                {"registrationId": "tpm-1", "attestation": {"type": "tpm", "tpm": {"endorsementKey": "AToAAQALAAMAsgAg"}}, **individual},
            ]))
        cls.addClassCleanup(cls.emulator.end)
        cls.emulator.start()

    def device(self, registration_id, **options):
        device = Device(self.emulator, registration_id, **options)
        self.addCleanup(device.close)
        return device

    def test_the_articles_troubleshooting_table_and_what_it_does_not_tell(self):
        for number, (name, (reply, code, message)) in enumerate(FAILURES.items()):
            with self.subTest(name):
                registration_id = f"failing-{number}"
                self.webhook.script(registration_id, reply)
                answer = self.device(registration_id).provision()
                self.assertEqual((answer.status, answer.json["status"]), (200, "failed"), answer)
                state = answer.json["registrationState"]
                self.assertEqual(state["errorCode"], code)
                if message:
                    self.assertEqual(state["errorMessage"], message)
                calls = self.emulator.calls(registration_id)
                self.assertEqual((len(calls), calls[0]["verdict"]), (1, str(code)), calls)
                self.assertTrue(calls[0]["reason"])

    def test_a_failure_that_may_pass_is_tried_again_ten_times(self):
        self.webhook.script("busy-1", Reply(503), Reply(429), Reply(500), hub(TOASTERS_HUB))
        self.assertEqual(self.device("busy-1").provision().json["status"], "assigned")
        self.assertEqual([call["verdict"] for call in self.emulator.calls("busy-1")], ["retried"] * 3 + ["assigned"])
        self.webhook.script("busy-2", Reply(503))
        answer = self.device("busy-2").provision()
        self.assertEqual(answer.json["registrationState"]["errorMessage"], "Custom allocation failed with status code: 503")
        self.assertEqual(len(self.webhook.requests("busy-2")), 11)

    def test_twin_and_payload_reach_hub_and_device_whatever_the_content_type(self):
        twin = {"properties": {"desired": {"state": "ready"}}, "tags": {"deviceType": "toaster"}}
        body = json.dumps({"iotHubHostName": TOASTERS_HUB.upper(), "initialTwin": twin, "payload": PAYLOAD, "linkedHubs": []}, indent=2)
        self.webhook.script("plain-1", Reply(body=body, content_type="text/plain"))
        answer = self.device("plain-1").provision()
        state = answer.json["registrationState"]
        self.assertEqual((state["assignedHub"], state["payload"]), (TOASTERS_HUB, PAYLOAD), answer)
        self.assertEqual(self.emulator.twin(TOASTERS_HUB, "plain-1").json["tags"], {"deviceType": "toaster"})

    def test_the_answer_to_register_is_as_documented(self):
        answer = self.device("wire-1").register()
        self.assertEqual(answer.status, 202, answer)
        self.assertEqual(answer.json["status"], "assigning")
        self.assertRegex(answer.json["operationId"], r"^\d+\.[0-9a-f]{16}\.[0-9a-f-]{36}$")
        self.assertEqual((answer.content_type, answer.fields["retry-after"]), ("application/json; charset=utf-8", "1"))
        self.assertTrue(answer.fields["x-ms-request-id"])

    def test_every_documented_api_version_is_served_and_no_other(self):
        for version in ["2018-11-01", "2019-03-31", "2019-04-15", "2021-06-01", "2021-10-01", "2025-07-01-preview", "2026-11-01"]:
            with self.subTest(version):
                self.assertEqual(self.device(f"version-{version}", api_version=version).provision().json["status"], "assigned")
        for version in ["", "2017-01-01", "latest"]:
            with self.subTest(version):
                self.assert_refused(self.device("version-1", api_version=version).register(), 400, 400_004)

    def assert_refused(self, answer, status, code):
        self.assertEqual((answer.status, answer.json["errorCode"]), (status, code), answer)
        self.assertEqual(answer.fields["x-ms-error-code"], str(code))
        self.assertEqual(set(answer.json) - {"info"}, {"errorCode", "trackingId", "message", "timestampUtc"})

    def test_keys_open_what_they_are_for_and_nothing_else(self):
        lower = token("case-1", device_key("case-1"), lower_case=True)
        accepted = {
            "upper case escapes": token("case-1"), "lower case escapes": lower,
            "the secondary key": token("case-1", device_key("case-1", SECOND_GROUP_KEY)),
            "another order": token("case-1", order="skn se sig sr"),
        }
        good = token("case-1")
        refused = {
            "no token": None, "expired": token("case-1", life=-5), "another device's key": token("case-1", device_key("case-2")),
            "another device's resource": token("case-2", device_key("case-1")), "another scope": token("case-1", scope="0ne00000000"),
            "another policy": token("case-1", name="registrations"), "the group's own key": token("case-1", GROUP_KEY),
            "no signature": good.replace("sig=", "gis="), "another scheme": good.replace("SharedAccessSignature", "Bearer"),
            "nonsense": "SharedAccessSignature %", "twice": good + "&" + good.split(" ", 1)[1],
        }
        path = f"/{ID_SCOPE}/registrations/case-1/register?api-version=2021-10-01"
        for name, value in (accepted | refused).items():
            with self.subTest(name):
                fields = {} if value is None else {"authorization": value}
                answer = self.emulator.ask("PUT", path, {"registrationId": "case-1"}, **fields)
                if name in accepted:
                    self.assertEqual(answer.status, 202, answer)
                else:
                    self.assert_refused(answer, 401, 401_002)

    def test_an_individual_enrollment_has_its_own_key_and_device_id(self):
        answer = self.device("own-1", key=OTHER_DEVICE_KEY).provision()
        self.assertEqual(answer.json["registrationState"]["deviceId"], "lobby-1", answer)
        self.assertEqual(self.emulator.twin(TOASTERS_HUB, "lobby-1").status, 200)
        request = self.webhook.requests("own-1")[-1].json
        self.assertEqual((request["individualEnrollment"]["deviceId"], "enrollmentGroup" in request), ("lobby-1", False))
        self.assert_refused(self.device("own-1").register(), 401, 401_002)

    def test_a_disabled_individual_enrollment_disables_its_device(self):
        for key in [OTHER_DEVICE_KEY, None]:
            answer = self.device("barred-1", key=key).register()
            self.assertEqual((answer.status, answer.json["status"]), (200, "disabled"), answer)
        self.assertEqual(self.webhook.requests("barred-1"), [])

    def test_a_tpm_is_told_to_the_webhook(self):
        path = f"/{ID_SCOPE}/registrations/tpm-1/register?api-version=2021-10-01"
        keys = {"endorsementKey": "AToAAQALAAMAsgAg", "storageRootKey": "AToAAQALAAMAcgAg"}
        answer = self.emulator.ask("PUT", path, {"registrationId": "tpm-1", "tpm": keys})
        self.assertEqual(answer.status, 202, answer)
        request = self.webhook.wait_for_requests(1, "tpm-1")[0].json
        self.assertEqual(request["deviceRuntimeContext"]["tpm"], keys)
        self.assertEqual(self.emulator.ask("PUT", path, {"registrationId": "tpm-1", "tpm": {"endorsementKey": "x"}}).status, 401)

    def test_what_is_wrong_is_answered_in_the_services_envelope(self):
        ask = self.emulator.ask
        path = f"/{ID_SCOPE}/registrations/wrong-1/register?api-version=2021-10-01"
        fields = {"authorization": token("wrong-1")}
        rows = {
            "no JSON": (ask("PUT", path, b"{", **fields), 400, 400_004),
            "another ID": (ask("PUT", path, {"registrationId": "wrong-2"}, **fields), 400, 400_004),
            "payload no object": (ask("PUT", path, {"registrationId": "wrong-1", "payload": 1}, **fields), 400, 400_004),
            "an impossible ID": (ask("PUT", path.replace("wrong-1", "wrong%201"), {}, **fields), 400, 400_004),
        }
        for name, (answer, status, code) in rows.items():
            with self.subTest(name):
                self.assert_refused(answer, status, code)
        for answer, status in [
            (ask("PUT", path, b"x", **(fields | {"content_type": "text/plain"})), 415),
            (ask("DELETE", path, **fields), 405),
            (ask("PUT", path, b"x" * 200_000, **fields), 413),
            (ask("GET", f"/{ID_SCOPE}/registrations/wrong-1/operations/4.x?api-version=2021-10-01", **fields), 404),
            (ask("PUT", path.replace(ID_SCOPE, "0ne00000000"), {}, **fields), 404),
        ]:
            with self.subTest(status):
                self.assertEqual(answer.status, status, answer)
                self.assertEqual(answer.fields["x-ms-error-code"][:3], str(status))

    def test_a_registration_is_looked_up_as_it_is(self):
        device = self.device("looked-up-1")
        self.assertEqual(device.look_up().status, 404)
        device.provision()
        found = device.look_up()
        self.assertEqual((found.status, found.json["status"], found.json["assignedHub"]), (200, "assigned", TOASTERS_HUB), found)

    def test_no_key_and_no_answer_of_the_webhook_is_in_the_log(self):
        self.webhook.script("secret-1", hub(TOASTERS_HUB, {"tags": {"secret": "tag-of-the-twin"}}, {"secret": "payload-of-the-device"}))
        self.device("secret-1", payload={"secret": "payload-from-the-device"}).provision()
        eventually(lambda: "secret-1" in self.emulator.process.errors + "\n".join(self.emulator.process.output), "the log tells of it")
        said = self.emulator.process.errors + "\n".join(self.emulator.process.output)
        for secret in ["key-of-the-scripted-webhook", "tag-of-the-twin", "payload-of", "payload-from", GROUP_KEY, device_key("secret-1")]:
            self.assertNotIn(secret, said)
        self.assertNotIn("key-of-the-scripted-webhook", self.emulator.get("/emulator/calls?limit=100").text)

    def test_pages_of_the_emulator_are_for_loopback_only(self):
        self.assertEqual(self.emulator.ask("GET", "/emulator/calls", host="attacker.example").status, 403)
        self.assertEqual(self.emulator.get("/healthz").status, 200)

    def test_an_operation_that_a_kill_cut_short_is_taken_up_again(self):
        with tempfile.TemporaryDirectory() as folder:
            emulator = Emulator(configuration(self.webhook.url()), options=("--data", os.path.join(folder, "data")))
            self.addCleanup(emulator.end)
            emulator.start()
            self.webhook.script("cut-short-1", Reply(delay=20), hub(HEAT_PUMPS_HUB))
            device = Device(emulator, "cut-short-1")
            operation = device.register().json["operationId"]
            self.webhook.wait_for_requests(1, "cut-short-1")
            emulator.kill()
            emulator.start()
            again = Device(emulator, "cut-short-1")
            answer = eventually(
                lambda: next((one for one in [again.poll(operation)] if one.status == 200), None), "the operation is over")
            self.assertEqual(answer.json["registrationState"]["assignedHub"], HEAT_PUMPS_HUB, answer)

    def test_every_mistake_of_a_configuration_is_told_with_its_place(self):
        with tempfile.TemporaryDirectory() as folder:
            faulty = configuration("ftp://example", group={"allocationPolicy": "nearest", "provisioningStatus": "on"}, surprise=1)
            path = os.path.join(folder, "faulty.jsonc")
            with open(path, "w", encoding="utf-8") as stream:
                stream.write("// a comment\n" + json.dumps(faulty, indent=2))
            result = run_emulator("serve", "--config", path, "--listen", "127.0.0.1:0")
            self.assertEqual(result.returncode, 1, result)
            for pointer in ["/enrollmentGroups/0/allocationPolicy", "/enrollmentGroups/0/provisioningStatus",
                            "/enrollmentGroups/0/customAllocationDefinition/webhookUrl", "/surprise"]:
                self.assertRegex(result.stderr, rf"(?m)^{path}:\d+:\d+: {pointer} ")

    def test_a_stop_is_orderly(self):
        with Emulator(configuration(self.webhook.url())) as emulator:
            emulator.process.signal(15)
            self.assertEqual(emulator.process.wait(), 0)


if __name__ == "__main__":
    unittest.main()
