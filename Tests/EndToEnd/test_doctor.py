"""The doctor: what it says of the service, of webhooks that do wrong, and of TLS."""

import contextlib
import http.server
import json
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import unittest

from service import HEAT_PUMPS_HUB, TOASTERS_HUB, run_program
from service_test_case import ServiceTestCase

KEY = "0123456789-right"
CHECKS = [
    "url", "reachable", "health", "key", "wrong key", "no key", "toaster", "heat pump", "malformed", "large body", "time",
    "statuses",
]


class Webhook(http.server.BaseHTTPRequestHandler):
    """One written by hand, as a function of Azure: no health, and a key in the URL."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        self.answer(404, b"")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        if f"code={KEY}" not in self.path.split("?")[-1].split("&"):
            return self.answer(401, b"")
        try:
            device = json.loads(body)["deviceRuntimeContext"]["registrationId"]
        except ValueError:
            return self.answer(400, b"not JSON")
        return self.decide(device)

    def decide(self, device):
        hub = TOASTERS_HUB if device.endswith("tstrsd-007") else HEAT_PUMPS_HUB
        self.answer(200, json.dumps({"iotHubHostName": hub}).encode(), "application/json; charset=utf-8")

    def answer(self, status, body, kind="text/plain"):
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class WrongWebhook(Webhook):
    """Asks for no key, knows another hub, and takes what it cannot read for a fault of its own."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        try:
            json.loads(body)
        except ValueError:
            return self.answer(500, b"Unhandled exception: " + self.path.encode())
        return self.answer(200, b'{"iotHubHostName": "elsewhere.azure-devices.net"}', "application/json")


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """A client that leaves in the middle of a handshake is what some tests are about."""


@contextlib.contextmanager
def serving(handler, context=None):
    """Runs a webhook on a free port; gives host and port."""
    server = Server(("127.0.0.1", 0), handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def doctor(*words, text_input=None, environment=None):
    """Runs it; gives its exit status, its findings by their checks, and all that it printed."""
    before = dict(os.environ)
    os.environ.update(environment or {})
    try:
        result = run_program("doctor", *words, "--format", "json", text_input=text_input)
    finally:
        os.environ.clear()
        os.environ.update(before)
    checks = json.loads(result.stdout)["checks"] if result.stdout else []
    return result.returncode, {check["check"]: check for check in checks}, result.stdout + result.stderr


class DoctorOfTheService(ServiceTestCase):
    @property
    def url(self):
        return f"http://{self.service.host}:{self.service.port}"

    def test_of_the_service_nothing_fails(self):
        key = self.service.keys["webhook"]
        status, findings, output = doctor("--url", self.url, "--code", "-", text_input=key + "\n")
        self.assertEqual((status, list(findings)), (0, CHECKS), output)
        self.assertEqual({name for name in findings if findings[name]["verdict"] != "ok"}, {"url"}, output)
        self.assertNotIn(key, output)
        self.assertIn("/healthz 200, /readyz 200", findings["health"]["found"])

    def test_its_questions_are_known_in_the_history_by_their_group(self):
        key = self.service.keys["webhook"]
        self.assertEqual(doctor("--url", f"{self.url}/api/allocate?code={key}")[0], 0)
        listed = json.loads(self.run_well(
            "assignments", "list", "--enrollment", "dps-allocator-doctor", "--limit", "100", "--format", "json"))
        rows = listed if isinstance(listed, list) else listed["assignments"]
        self.assertGreaterEqual(len(rows), 23)

    def test_it_prints_lines_for_people(self):
        result = run_program("doctor", "--url", self.url, "--code", self.service.keys["webhook"])
        self.assertEqual((result.returncode, result.stderr), (0, ""), result)
        lines = result.stdout.splitlines()
        self.assertRegex(lines[0], r"^warn  url         http://127\.0\.0\.1:\d+/api/allocate\?code=<KEY> \(the path is added\)")
        self.assertIn("ok    wrong key   refused (401)", lines)
        self.assertEqual(lines[-1], "nothing failed; 1 of 12 checks warn")

    def test_a_wrong_key_fails_and_the_lines_that_mend_it_are_said(self):
        status, findings, output = doctor("--url", self.url, "--code", "not-this-one")
        self.assertEqual((status, findings["key"]["verdict"]), (1, "FAIL"), output)
        self.assertIn("dps-allocator keys create --role webhook --name dps", findings["key"]["advice"])
        self.assertTrue(any(line.startswith("az iot dps enrollment-group update ") for line in findings["key"]["advice"]))
        self.assertNotIn("not-this-one", output)
        self.assertIn("dps-allocator: 1 of 7 checks failed", output)

    def test_a_hub_that_is_not_linked_is_a_refusal_in_its_own_words(self):
        key = self.service.keys["webhook"]
        status, findings, output = doctor("--url", self.url, "--code", key, "--hub", "contoso-ovens-hub.azure-devices.net")
        self.assertEqual((status, findings["toaster"]["verdict"], findings["devices"]["verdict"]), (1, "warn", "FAIL"), output)
        self.assertIn("No toasters hub found for the enrollment.", findings["toaster"]["found"])

    def test_devices_of_ones_own_can_be_asked_about(self):
        key = self.service.keys["webhook"]
        status, findings, output = doctor("--url", self.url, "--code", key, "--registration-id", "sn-0042")
        self.assertEqual((status, findings["device"]["verdict"]), (0, "ok"), output)
        self.assertIn("sn-0042", findings["device"]["found"])

    def test_wrong_words_are_status_64(self):
        for words in [
            [], ["--url", self.url], ["--url", "allocator", "--code", "k"], ["--url", self.url + "/?code=a", "--code", "b"],
            ["--url", self.url, "--code", "k", "--hub", "a b"], ["--url", self.url, "--code", "k", "--timeout", "0"],
        ]:
            with self.subTest(words=words):
                result = run_program("doctor", *words)
                self.assertEqual((result.returncode, result.stdout), (64, ""), result)


class DoctorOfOthers(unittest.TestCase):
    def test_a_right_webhook_of_somebody_else_passes(self):
        with serving(Webhook) as address:
            status, findings, output = doctor("--url", f"http://{address}/api/HttpTrigger1?clientId=dps", "--code", KEY)
        self.assertEqual((status, list(findings)), (0, CHECKS), output)
        self.assertEqual({name for name in findings if findings[name]["verdict"] != "ok"}, {"url"}, output)

    def test_a_wrong_one_is_told_all_that_is_wrong(self):
        with serving(WrongWebhook) as address:
            status, findings, output = doctor("--url", f"http://{address}/api/HttpTrigger1", "--code", KEY)
        failed = {name for name in findings if findings[name]["verdict"] == "FAIL"}
        self.assertEqual((status, failed), (1, {"wrong key", "no key", "toaster", "heat pump", "malformed"}), output)
        self.assertNotIn(KEY, output)
        self.assertIn("code=<KEY>", findings["malformed"]["found"])
        self.assertTrue(any(line.startswith("az iot dps linked-hub list ") for line in findings["toaster"]["advice"]))

    def test_where_nobody_listens_it_says_so(self):
        with serving(Webhook) as address:
            pass
        status, findings, output = doctor("--url", f"http://{address}", "--code", KEY)
        self.assertEqual((status, list(findings)), (1, ["url", "reachable", "the rest"]), output)
        self.assertIn("Connection refused", findings["reachable"]["found"])

    def test_a_silent_one_is_waited_for_as_long_as_was_said(self):
        with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as silent:
            url = f"http://127.0.0.1:{silent.getsockname()[1]}"
            status, findings, output = doctor("--url", url, "--code", KEY, "--timeout", "1")
        self.assertEqual((status, findings["reachable"]["found"]), (1, "no answer in time"), output)


@unittest.skipUnless(shutil.which("curl") and shutil.which("openssl"), "https needs curl, and its test openssl")
class DoctorOverTLS(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="dps-allocator-test-")
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.certificate, key = os.path.join(cls.folder, "certificate"), os.path.join(cls.folder, "key")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
             "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", cls.certificate],
            check=True, capture_output=True, timeout=30)
        cls.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        cls.context.load_cert_chain(cls.certificate, key)

    def test_a_certificate_that_nobody_vouches_for_is_refused(self):
        with serving(Webhook, self.context) as address:
            status, findings, output = doctor("--url", f"https://{address}/f", "--code", KEY)
        self.assertEqual((status, list(findings)), (1, ["url", "reachable", "the rest"]), output)
        self.assertRegex(findings["reachable"]["found"], "^TLS failed: .*(certificate|CA)")
        self.assertIn("openssl s_client -connect", findings["reachable"]["advice"][1])

    def test_one_that_is_trusted_is_asked_over_TLS(self):
        with serving(Webhook, self.context) as address:
            status, findings, output = doctor(
                "--url", f"https://{address}/f", "--code", KEY, environment={"CURL_CA_BUNDLE": self.certificate})
        self.assertEqual((status, list(findings)), (0, CHECKS), output)
        self.assertEqual({name for name in findings if findings[name]["verdict"] != "ok"}, {"url"}, output)
        self.assertIn("its certificate is good", findings["reachable"]["found"])

    def test_a_name_that_is_not_in_the_certificate_is_refused(self):
        with serving(Webhook, self.context) as address:
            port = address.split(":")[1]
            status, findings, output = doctor(
                "--url", f"https://localhost:{port}/f", "--code", KEY, environment={"CURL_CA_BUNDLE": self.certificate})
        self.assertEqual((status, findings["reachable"]["verdict"]), (1, "FAIL"), output)
        self.assertRegex(findings["reachable"]["found"], "^TLS failed: ")

    def test_neither_a_proxy_nor_a_file_of_curl_is_used(self):
        with open(os.path.join(self.folder, ".curlrc"), "w", encoding="utf-8") as stream:
            stream.write("insecure\n")
        environment = {
            "HOME": self.folder, "CURL_HOME": self.folder, "https_proxy": "http://127.0.0.1:1", "ALL_PROXY": "http://127.0.0.1:1"}
        with serving(Webhook, self.context) as address:
            status, findings, output = doctor("--url", f"https://{address}/f", "--code", KEY, environment=environment)
        self.assertEqual(status, 1, output)
        self.assertRegex(findings["reachable"]["found"], "^TLS failed: ")

    def test_without_curl_it_says_what_is_missing(self):
        status, findings, output = doctor(
            "--url", "https://127.0.0.1:1/f", "--code", KEY, environment={"PATH": self.folder})
        self.assertEqual(status, 1, output)
        self.assertEqual(findings["reachable"]["found"], "https needs the program curl, which is not installed")


if __name__ == "__main__":
    unittest.main()
