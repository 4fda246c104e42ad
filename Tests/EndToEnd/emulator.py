"""Starts dps-emulator, and speaks to it as device clients do. The keys and tokens are computed here, by Python's own modules."""

import base64
import hashlib
import hmac
import json
import os
import subprocess
import tempfile
import time
import urllib.parse

from service import HUBS, PATIENCE, REPOSITORY, Client, Process, address_of

EMULATOR = os.environ.get("DPS_EMULATOR", str(REPOSITORY / ".build/release/dps-emulator"))
ID_SCOPE = "0ne00002193"
GROUP = "contoso-custom-allocated-devices"
# Microsoft's article, "Derive unique device keys".
GROUP_KEY = "oiK77Oy7rBw8YB6IS6ukRChAw+Yq6GC61RMrPLSTiOOtdI+XDu0LmLuNm11p+qv2I+adqGUdZHm46zXAQdZoOA=="
SECOND_GROUP_KEY = "8isrFI1sGsIlvvFSSFRiMfCNzv21fjbE/+ah/lSh3lF8e2YG1Te7w1KpZhJFFXJrqYKi9yegxkqIChbqOS9Egw=="
API_VERSION = "2021-10-01"


def run_emulator(*words, text_input=None):
    """Runs one command of dps-emulator to its end; its output is text."""
    return subprocess.run(
        [EMULATOR, *map(str, words)], input=text_input, stdin=subprocess.DEVNULL if text_input is None else None,
        capture_output=True, text=True, timeout=PATIENCE)


def device_key(registration_id, group_key=GROUP_KEY):
    """The key of a device of a group, in base64."""
    code = hmac.new(base64.b64decode(group_key), registration_id.encode(), hashlib.sha256)
    return base64.b64encode(code.digest()).decode()


def token(registration_id, key=None, scope=ID_SCOPE, life=2_400, lower_case=False, name="registration", order="sr sig se skn"):
    """A token as the SDKs make it: over the encoded resource, which C encodes in lower case and Python in upper case."""
    resource = urllib.parse.quote(f"{scope}/registrations/{registration_id}", safe="")
    if lower_case:
        resource = resource.replace("%2F", "%2f").replace("%3A", "%3a")
    expiry = int(time.time()) + life
    key = base64.b64decode(device_key(registration_id) if key is None else key)
    signature = base64.b64encode(hmac.new(key, f"{resource}\n{expiry}".encode(), hashlib.sha256).digest())
    members = {"sr": resource, "sig": urllib.parse.quote(signature, safe=""), "se": str(expiry), "skn": name}
    return "SharedAccessSignature " + "&".join(f"{member}={members[member]}" for member in order.split())


def configuration(webhook_url, **changes):
    """What seed/dps-emulator.jsonc says, with other answers for what a test is about."""
    group = {
        "enrollmentGroupId": GROUP,
        "attestation": {"type": "symmetricKey", "symmetricKey": {"primaryKey": GROUP_KEY, "secondaryKey": SECOND_GROUP_KEY}},
        "capabilities": {"iotEdge": False},
        "provisioningStatus": "enabled",
        "reprovisionPolicy": {"updateHubAssignment": True, "migrateDeviceData": True},
        "allocationPolicy": "custom",
        "iotHubs": HUBS,
        "customAllocationDefinition": {"webhookUrl": webhook_url, "apiVersion": API_VERSION},
    }
    group.update(changes.pop("group", {}))
    return {
        "provisioningService": {
            "name": "contoso-provisioning-service-1098", "idScope": ID_SCOPE, "linkedHubs": HUBS, "allocationPolicy": "hashed"},
        "enrollmentGroups": [{name: value for name, value in group.items() if value is not None}],
        "individualEnrollments": [],
        "retryAfterSeconds": 1,
        **changes,
    }


class Emulator:
    """A running dps-emulator with a configuration of its own."""

    def __init__(self, configuration, options=("--time-scale", "0.01"), folder=None):
        self._owned = None if folder else tempfile.TemporaryDirectory(prefix="dps-emulator-test-")
        self.folder = folder or self._owned.name
        self.options = options
        self.process = None
        self.configure(configuration)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.end()

    def configure(self, configuration):
        self.file = os.path.join(self.folder, "emulator.json")
        with open(self.file, "w", encoding="utf-8") as stream:
            json.dump(configuration, stream)

    def start(self):
        """Starts the program; returns when it answers."""
        self.process = Process(
            ["serve", "--config", self.file, "--listen", "127.0.0.1:0", *self.options], self.folder, program=EMULATOR)
        self.host, self.port = address_of(self.process.wait_for_line("listening on http://"))
        self.url = f"http://{self.host}:{self.port}"
        self._client = Client(self.host, self.port)
        return self

    def end(self):
        if self.process is not None and self.process.process.returncode is None:
            self._client.close()
            self.process.kill()
        if self._owned:
            self._owned.cleanup()

    def kill(self):
        self._client.close()
        self.process.kill()

    def get(self, target):
        return self._client.ask("GET", target)

    def ask(self, method, target, body=None, **fields):
        fields = {"content-type": "application/json; charset=utf-8"} | {
            name.replace("_", "-"): value for name, value in fields.items()}
        body = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        return self._client.ask(method, target, body, fields)

    def calls(self, registration_id):
        """The calls of the webhook for a device, the first one first."""
        answer = self.get(f"/emulator/calls?registrationId={registration_id}&limit=100")
        assert answer.status == 200, answer
        return list(reversed(answer.json["calls"]))

    def twin(self, hub, device_id):
        return self.get(f"/emulator/hubs/{hub}/devices/{urllib.parse.quote(device_id, safe='')}/twin")


class Device:
    """A device client as the C SDK's over HTTP behaves: one connection, a register, then polls until a final status."""

    def __init__(self, emulator, registration_id, key=None, payload=None, api_version="2021-06-01", scope=ID_SCOPE, client=None):
        self.client = client or Client(emulator.host, emulator.port)
        self.registration_id = registration_id
        self.path = f"/{scope}/registrations/{urllib.parse.quote(registration_id, safe='')}"
        self.version = f"?api-version={api_version}"
        self.fields = {
            "UserAgent": "prov_device_client/1.0", "Accept": "application/json", "Connection": "keep-alive",
            "Content-Type": "application/json; charset=utf-8", "Host": "global.azure-devices-provisioning.net:443",
            "Authorization": token(registration_id, key, scope, lower_case=True)}
        self.body = {"registrationId": registration_id} | ({} if payload is None else {"payload": payload})

    def register(self):
        return self.client.ask("PUT", f"{self.path}/register{self.version}", json.dumps(self.body).encode(), self.fields)

    def poll(self, operation_id):
        operation = urllib.parse.quote(operation_id, safe="")
        return self.client.ask("GET", f"{self.path}/operations/{operation}{self.version}", None, self.fields)

    def look_up(self):
        return self.client.ask("POST", f"{self.path}{self.version}", json.dumps(self.body).encode(), self.fields)

    def provision(self):
        """Registers, and asks until it is over; gives the last answer."""
        answer = self.register()
        deadline = time.monotonic() + PATIENCE
        while answer.status == 202 or answer.status >= 429:
            if time.monotonic() > deadline:
                raise AssertionError(f"{self.registration_id} is not done within {PATIENCE} s: {answer}")
            wait = answer.fields.get("retry-after", "1")
            # A test need not wait as long as a device, but it has to be told how long.
            assert wait.isascii() and wait.isdigit() and 1 <= int(wait) <= 300, answer
            time.sleep(0.02)
            answer = self.poll(answer.json["operationId"])
        return answer

    def close(self):
        self.client.close()
