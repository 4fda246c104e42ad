"""Clients that stall hold up nobody, and are not waited for without end.

All that stalls is begun at once, so that the suite takes as long as the longest limit and not as their sum; it idles meanwhile.
"""

import json
import multiprocessing
import select
import signal
import time
import unittest

from service import PLAIN_TEXT, Service, request_body
from service_test_case import ServiceTestCase
from wire import Wire

HEAD_LIMIT = 10
BODY_LIMIT = 30
DRAIN_LIMIT = 10
# What a busy machine may add to a limit.
TOLERANCE = 4
BODY = json.dumps(request_body("sn-0042"))


class Dripper:
    """A byte, a pause, a byte: always something new, and never a request. It has a service of one event loop to itself.

    The pause is a little longer than the one in which a loop looks at its deadlines, so that a byte arrives each time it does: a
    deadline that is only looked at between two bytes would never be met. The bytes come from a process of their own, since the
    pause has to be exact to less than a millisecond.
    """

    PAUSE = 0.5003

    def __init__(self, beginning, limit):
        self.limit = limit
        self.service = Service()
        self.service.start().stop()
        self.service.start("serve", ["--listen", "127.0.0.1:0", "--loops", "1"])
        self.beginning = f"POST {self.service.target()} HTTP/1.1\r\nHost: x\r\n{beginning}"
        context = multiprocessing.get_context("fork")
        self.result, sender = context.Pipe(duplex=False)
        self.process = context.Process(target=self.drip, args=(sender,), daemon=True)
        self.process.start()
        sender.close()

    def drip(self, sender):
        """Sends on the status of the answer, or None without one, and the seconds it took."""
        begun = sent = time.monotonic()
        with Wire(self.service.host, self.service.port) as wire:
            wire.send(self.beginning)
            while sent < begun + self.limit + TOLERANCE:
                readable, _, _ = select.select([wire.socket], [], [], self.PAUSE - 0.0002)
                if readable:
                    sender.send((wire.read_answer().status, time.monotonic() - begun))
                    return
                # The last of the pause is too short to sleep through exactly.
                while time.monotonic() < sent + self.PAUSE:
                    pass
                sent = time.monotonic()
                wire.send("x")
        sender.send((None, time.monotonic() - begun))

    def end(self):
        self.process.kill()
        self.process.join()
        self.result.close()
        self.service.end()


class SlowClients(ServiceTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.begun = time.monotonic()
        head = f"POST {cls.service.target()} HTTP/1.1\r\nHost: x\r\n"
        cls.without_a_head = cls.wire(head[:20])
        cls.without_a_body = cls.wire(head + f"Content-Length: {len(BODY)}\r\n\r\n" + BODY[:10])
        cls.without_a_chunk = cls.wire(head + "Transfer-Encoding: chunked\r\n\r\n5\r\n{")
        cls.head_in_drips = cls.dripper("X: ", HEAD_LIMIT)
        cls.body_in_drips = cls.dripper("Content-Length: 5000\r\n\r\n", BODY_LIMIT)
        cls.begin_a_stop_that_is_held_up()

    @classmethod
    def wire(cls, data):
        wire = Wire(cls.service.host, cls.service.port, patience=BODY_LIMIT + 2 * TOLERANCE)
        cls.addClassCleanup(wire.close)
        wire.send(data)
        return wire

    @classmethod
    def dripper(cls, beginning, limit):
        dripper = Dripper(beginning, limit)
        cls.addClassCleanup(dripper.end)
        return dripper

    @classmethod
    def begin_a_stop_that_is_held_up(cls):
        cls.stopping = Service()
        cls.addClassCleanup(cls.stopping.end)
        cls.stopping.start()
        cls.holding_up = Wire(cls.stopping.host, cls.stopping.port)
        cls.addClassCleanup(cls.holding_up.close)
        cls.holding_up.send(
            f"POST {cls.stopping.target()} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(BODY)}\r\nExpect: 100-continue\r\n\r\n")
        assert cls.holding_up.read_head()[0] == 100
        cls.stopping.process.signal(signal.SIGTERM)
        cls.stop_begun = time.monotonic()

    def assert_took(self, limit, begun):
        elapsed = time.monotonic() - begun
        self.assertTrue(limit - 1 <= elapsed <= limit + TOLERANCE, elapsed)

    def test_1_many_stalled_clients_hold_up_no_decision(self):
        wires = []
        for number in range(300):
            wire = Wire(self.service.host, self.service.port)
            self.addCleanup(wire.close)
            head = f"POST {self.service.target()} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(BODY)}\r\n\r\n"
            wire.send((head + BODY)[:(0, 1, 60, len(head), len(head) + 20)[number % 5]])
            wires.append(wire)
        for _ in range(20):
            begun = time.monotonic()
            self.assertEqual(self.service.allocate(BODY).status, 200)
            self.assertLess(time.monotonic() - begun, 1.0)
        for number, wire in enumerate(wires):
            if number % 5 == 4:
                wire.send(BODY[20:])
                self.assertEqual(wire.read_answer().status, 200)

    def test_2_a_stop_waits_only_so_long_for_a_client_that_stalls(self):
        self.assertEqual(self.stopping.process.wait(), 0)
        self.assert_took(DRAIN_LIMIT, self.stop_begun)

    def test_3_a_head_that_does_not_come_is_408(self):
        answer = self.without_a_head.read_answer()
        self.assert_took(HEAD_LIMIT, self.begun)
        self.assertEqual(answer.status, 408)
        self.assertTrue(self.without_a_head.is_at_end())

    def assert_given_up(self, dripper, status):
        self.assertTrue(dripper.result.poll(dripper.limit + 2 * TOLERANCE))
        answered_with, seconds = dripper.result.recv()
        self.assertEqual(answered_with, status, f"after {seconds:.0f} s the client still drips")
        self.assertTrue(dripper.limit - 1 <= seconds <= dripper.limit + TOLERANCE, seconds)

    def test_4_a_head_that_comes_in_drips_is_408_all_the_same(self):
        self.assert_given_up(self.head_in_drips, 408)

    def test_5_a_body_that_does_not_come_is_503_since_dps_shall_come_again(self):
        for wire in (self.without_a_body, self.without_a_chunk):
            answer = wire.read_answer()
            self.assertEqual((answer.status, answer.content_type, answer.text), (503, PLAIN_TEXT, "Try again."))
            self.assertIn("retry-after", answer.fields)
            self.assertTrue(wire.is_at_end())
        self.assert_took(BODY_LIMIT, self.begun)

    def test_6_a_body_that_comes_in_drips_is_503_all_the_same(self):
        self.assert_given_up(self.body_in_drips, 503)


if __name__ == "__main__":
    unittest.main()
