"""A client that takes or sends without measure is bounded by a limit, and told so as RFC 9110 says.

The limits are those of Sources/HTTP/HTTPLimits.swift; what they cost others is measured in Tests/Load/backpressure.py.
"""

import json
import socket
import time
import unittest

from service import Service, request_body
from service_test_case import ServiceTestCase
from wire import Wire, chunked, post

WRITE_LIMIT = 30
CONNECTION_LIMIT = 10_000
LINGER_LIMIT = 2
LINGER_SIZE = 1024 * 1024
LARGEST_BODY = 128 * 1024
TOLERANCE = 4
# Bytes of the service for each connection that is open and silent.
SILENT_CONNECTION = 6 * 1024
BODY = json.dumps(request_body("sn-0042"))
# What both systems' socket buffers may hold on loopback.
SOCKET_BUFFERS = 16 * 1024 * 1024


def resident_memory(service):
    """Of the service, in bytes."""
    with open(f"/proc/{service.process.process.pid}/status") as status:
        line = next(line for line in status if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024


class Backpressure(ServiceTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Begun at once, and waited for in the last test.
        cls.memory_before = resident_memory(cls.service)
        cls.never_reading = Wire(cls.service.host, cls.service.port, patience=WRITE_LIMIT + 2 * TOLERANCE)
        cls.addClassCleanup(cls.never_reading.close)
        cls.taken = cls.send_without_reading()
        cls.stuck_since = time.monotonic()

    @classmethod
    def send_without_reading(cls):
        """Sends requests until the service takes no more; returns the bytes it took."""
        requests = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" * 2000
        taken = 0
        cls.never_reading.socket.settimeout(1)
        try:
            while taken < 1024 * 1024 * 1024:
                taken += cls.never_reading.socket.send(requests)
        except TimeoutError:
            pass
        return taken

    def wire(self, **options):
        wire = Wire(self.service.host, self.service.port, **options)
        self.addCleanup(wire.close)
        return wire

    def send_until_refused(self, wire, begin, piece):
        """Sends without end; returns how many bytes went out before the service closed."""
        wire.send(begin)
        sent = 0
        begun = time.monotonic()
        try:
            while time.monotonic() - begun < LINGER_LIMIT + TOLERANCE:
                sent += wire.socket.send(piece)
        except (BrokenPipeError, ConnectionResetError, TimeoutError):
            return sent
        self.fail(f"the service took {sent} bytes and has not closed")

    def test_1_a_client_that_never_reads_is_not_read_from(self):
        self.assertLess(self.taken, SOCKET_BUFFERS)
        self.assertLess(resident_memory(self.service) - self.memory_before, SOCKET_BUFFERS)
        self.assertEqual(self.service.allocate(BODY).status, 200)

    def test_2_ten_gigabytes_that_are_announced_are_413_before_they_come(self):
        for begin in (
            f"POST {self.service.target()} HTTP/1.1\r\nHost: x\r\nContent-Length: {10 * 1024 ** 3}\r\n\r\n",
            f"POST {self.service.target()} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: {10 * 1024 ** 3}\r\n\r\n",
        ):
            wire = self.wire()
            wire.send(begin)
            answer = wire.read_answer()
            self.assertEqual((answer.status, answer.fields.get("connection")), (413, "close"))

    def test_3_ten_gigabytes_that_come_all_the_same_are_cut(self):
        wire = self.wire()
        begin = f"POST {self.service.target()} HTTP/1.1\r\nHost: x\r\nContent-Length: {10 * 1024 ** 3}\r\n\r\n"
        sent = self.send_until_refused(wire, begin, b"x" * 65536)
        self.assertLess(sent, LINGER_SIZE + SOCKET_BUFFERS)

    def test_4_ten_gigabytes_in_chunks_are_413_at_the_limit(self):
        wire = self.wire()
        wire.send(f"POST {self.service.target()} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        wire.send(b"2000\r\n%s\r\n" % (b" " * 0x2000) * (LARGEST_BODY // 0x2000 + 1))
        answer = wire.read_answer()
        self.assertEqual((answer.status, answer.fields.get("connection")), (413, "close"))

    def test_5_ten_gigabytes_that_nobody_wants_to_read_are_answered_and_cut(self):
        wire = self.wire()
        begin = f"POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: {10 * 1024 ** 3}\r\n\r\n"
        wire.send(begin)
        answer = wire.read_answer()
        self.assertEqual((answer.status, answer.fields.get("connection")), (404, "close"))
        sent = self.send_until_refused(wire, b"", b"x" * 65536)
        self.assertLess(sent, LINGER_SIZE + SOCKET_BUFFERS)

    def test_6_a_small_body_that_nobody_read_costs_no_connection(self):
        wire = self.wire()
        for _ in range(3):
            wire.send(post("/nothing", "x" * 10_000))
            self.assertEqual(wire.read_answer().status, 404)
            wire.send(b"POST /nothing HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(b"y" * 10_000, 100))
            self.assertEqual(wire.read_answer().status, 404)

    def test_7_a_client_that_never_reads_is_cut_in_the_end(self):
        # RFC 9112 §9.5: a timeout may close the connection; what the client did not take is lost to it.
        self.never_reading.socket.settimeout(WRITE_LIMIT + 2 * TOLERANCE)
        with self.assertRaises((BrokenPipeError, ConnectionResetError, TimeoutError)) as raised:
            while True:
                self.never_reading.socket.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" * 2000)
        self.assertNotIsInstance(raised.exception, TimeoutError, "the client is still connected")
        elapsed = time.monotonic() - self.stuck_since
        self.assertTrue(WRITE_LIMIT - 3 <= elapsed <= WRITE_LIMIT + TOLERANCE, elapsed)


class TooManyConnections(unittest.TestCase):
    """The connections are made from address after address of loopback, for one has too few ports."""

    EXTRA = 30

    def test_those_beyond_the_limit_are_503_at_once_and_the_others_go_on(self):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if hard < CONNECTION_LIMIT + 1000:
            self.skipTest(f"{hard} open files are too few")
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        service = Service()
        self.addCleanup(service.end)
        service.start()
        self.assertEqual(service.allocate(BODY).status, 200)
        sockets = []
        self.addCleanup(lambda: [one.close() for one in sockets])
        before = resident_memory(service)
        # One more connection is that of `allocate`.
        for number in range(CONNECTION_LIMIT - 1):
            one = socket.socket()
            sockets.append(one)
            one.bind((f"127.0.0.{2 + number % 4}", 0))
            one.connect((service.host, service.port))
        for _ in range(self.EXTRA):
            begun = time.monotonic()
            with Wire(service.host, service.port) as wire:
                wire.send(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
                answer = wire.read_answer()
                self.assertEqual((answer.status, answer.fields.get("connection")), (503, "close"))
                self.assertRegex(answer.fields["retry-after"], r"^[1-9][0-9]*$")
                self.assertTrue(wire.is_at_end())
            self.assertLess(time.monotonic() - begun, 1.0)
        self.assertEqual(service.allocate(BODY).status, 200)
        for one in sockets[::1000]:
            one.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            self.assertTrue(one.recv(1000).startswith(b"HTTP/1.1 200 "))
        # A connection that is open and silent has a task, but no buffer of its own.
        self.assertLess(resident_memory(service) - before, CONNECTION_LIMIT * SILENT_CONNECTION)


if __name__ == "__main__":
    unittest.main()
