"""Starting, stopping and starting again."""

import json
import re
import signal
import socket
import unittest

import databases
from service import SEED, Service, address_of, eventually, request_body
from wire import Wire


class Lifecycle(unittest.TestCase):
    def setUp(self):
        self.service = Service()
        self.addCleanup(self.service.end)

    def answer_in_flight_at(self, number):
        """Sends half a body, the signal, and then the rest."""
        self.service.start()
        body = json.dumps(request_body("sn-0042")).encode()
        with Wire(self.service.host, self.service.port) as wire:
            wire.send(
                f"POST {self.service.target()} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n")
            # Now the request is known to be in flight.
            self.assertEqual(wire.read_head()[0], 100)
            wire.send(body[:20])
            self.service.process.signal(number)
            self.service.process.wait_for_line("stopping")
            eventually(self.is_shut, "no new connection is taken")
            wire.send(body[20:])
            answer = wire.read_answer()
            self.assertEqual(answer.status, 200, answer)
            self.assertEqual(answer.fields.get("connection"), "close")
            self.assertTrue(wire.is_at_end())
        self.assertEqual(self.service.process.wait(), 0)
        self.service.process.read_to_end()
        self.assertEqual(self.service.process.output[-1], "stopped")
        self.assertEqual(len(databases.history(self.service.history, answer.request_id)), 1)
        self.assertEqual(self.service.errors, "")

    def is_shut(self):
        try:
            socket.create_connection((self.service.host, self.service.port), timeout=1).close()
            return False
        except OSError:
            return True

    def test_sigterm_answers_what_is_in_flight_and_exits_0(self):
        self.answer_in_flight_at(signal.SIGTERM)

    def test_sigint_answers_what_is_in_flight_and_exits_0(self):
        self.answer_in_flight_at(signal.SIGINT)

    def test_a_decision_that_waits_for_the_disk_is_answered_before_the_end(self):
        self.service.start()
        with databases.opened(self.service.history) as other:
            other.execute("BEGIN IMMEDIATE")
            body = json.dumps(request_body("sn-0042"))
            with Wire(self.service.host, self.service.port) as wire:
                wire.send(
                    f"POST {self.service.target()} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n")
                self.assertEqual(wire.read_head()[0], 100)
                wire.send(body)
                self.service.process.signal(signal.SIGTERM)
                self.service.process.wait_for_line("stopping")
                other.rollback()
                answer = wire.read_answer()
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(self.service.process.wait(), 0)
        self.assertEqual(len(databases.history(self.service.history, answer.request_id)), 1)

    def test_idle_connections_do_not_hold_up_the_end(self):
        self.service.start()
        wires = [Wire(self.service.host, self.service.port) for _ in range(50)]
        for wire in wires[:25]:
            wire.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            self.assertEqual(wire.read_answer().status, 200)
        self.assertEqual(self.service.stop(), 0)
        for wire in wires:
            self.assertTrue(wire.is_at_end())
            wire.close()

    def test_what_was_decided_is_there_after_a_restart(self):
        self.service.start()
        first = self.service.allocate(request_body("sn-0042"))
        self.assertEqual(self.service.stop(), 0)
        self.service.start("serve")
        second = self.service.allocate(request_body("sn-0042"))
        self.assertEqual(first.body, second.body)
        self.assertEqual(databases.request_ids(self.service.history), [first.request_id, second.request_id])

    def test_the_port_is_free_again_at_once(self):
        self.service.start()
        address = f"127.0.0.1:{self.service.port}"
        self.service.allocate(request_body("sn-0042"))
        self.assertEqual(self.service.stop(), 0)
        self.service.start("serve", ["--listen", address])
        self.assertEqual(self.service.ask("GET", "/healthz").status, 200)

    def test_a_second_service_on_the_same_folder_is_refused_and_the_first_goes_on(self):
        self.service.start()
        for command in (["serve"], ["quickstart", "--from", SEED]):
            result = self.service.run(*command, "--listen", "127.0.0.1:0")
            self.assertEqual(result.returncode, 1)
            self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
            self.assertIn("already", result.stderr)
        self.assertEqual(self.service.allocate(request_body("sn-0042")).status, 200)

    def test_quickstart_again_starts_on_what_is_there_and_prints_no_keys(self):
        self.service.start()
        self.assertEqual(set(self.service.keys), {"webhook", "fleet", "auditor", "admin"})
        first_output = "\n".join(self.service.process.output)
        self.assertIn("Keys", first_output)
        keys = dict(self.service.keys)
        self.service.run("devices", "delete", "sn-0042")
        self.assertEqual(self.service.stop(), 0)
        before = databases.dump(self.service.inventory)
        self.service.start()
        self.service.process.wait_for_line("Ctrl-C")
        output = "\n".join(self.service.process.output)
        self.assertNotIn("Keys", output)
        self.assertIsNone(re.search(r"[A-Za-z0-9_-]{43}", output), output)
        self.assertEqual(databases.dump(self.service.inventory), before)
        self.assertEqual(self.service.keys, keys)
        self.assertEqual(self.service.allocate(request_body("sn-0043")).status, 200)

    def test_the_first_quickstart_prints_calls_that_can_be_pasted(self):
        self.service.start()
        self.service.process.wait_for_line("Ctrl-C")
        calls = [line for line in self.service.process.output if line.startswith("curl ")]
        self.assertEqual(len(calls), 2)
        for call, hub in zip(calls, ("contoso-toasters-hub-1098", "contoso-heatpumps-hub-1098")):
            url, body = re.fullmatch(r"curl -s \"(http://[^\"]+)\" -d '([^']+)'", call).groups()
            address = f"http://{self.service.host}:{self.service.port}"
            self.assertTrue(url.startswith(address + "/api/allocate?code="), url)
            # As curl -d sends it.
            answer = self.service.ask(
                "POST", url.removeprefix(address), body, {"content-type": "application/x-www-form-urlencoded"})
            self.assertEqual((answer.status, answer.json["iotHubHostName"]), (200, hub + ".azure-devices.net"))

    def test_the_steps_of_quickstart_can_be_taken_one_by_one(self):
        self.assertEqual(self.service.run("migrate").returncode, 0)
        self.assertEqual(self.service.run("seed", "--from", SEED).returncode, 0)
        key = self.service.run("keys", "create", "--role", "webhook", "--name", "dps").stdout.strip()
        self.service.start("serve", ["--listen", "127.0.0.1:0", "--listen", "127.0.0.1:0", "--allocate-path", "/api/HttpTrigger1"])
        second = self.service.process.wait_for_line("listening on http://")
        self.assertNotEqual(address_of(second)[1], self.service.port)
        for path in ("/api/HttpTrigger1", "/api/allocate"):
            answer = self.service.ask("POST", f"{path}?code={key}", json.dumps(request_body("sn-0042")))
            self.assertEqual(answer.status, 200)


if __name__ == "__main__":
    unittest.main()
