"""Shapes by which one request is passed off as two, or two as one: each is refused, and the connection ends with it."""

import json
import unittest

import databases
from service import request_body
from service_test_case import ServiceTestCase
from wire import Wire

BODY = json.dumps(request_body("sn-0042"))
LENGTH = f"Content-Length: {len(BODY)}"
CHUNKED = "Transfer-Encoding: chunked"
CODED = f"{len(BODY):x}\r\n{BODY}\r\n0\r\n\r\n"


class Smuggling(ServiceTestCase):
    def head(self, *fields, method="POST", version="HTTP/1.1", host="Host: x"):
        return "\r\n".join([f"{method} {self.service.target()} {version}", *([host] if host else []), *fields, "", ""])

    def assert_refused(self, data, statuses=(400,)):
        """One refusal and the end; what came behind is not answered, and nothing was decided."""
        before = databases.history_count(self.service.history)
        second = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
        with Wire(self.service.host, self.service.port) as wire:
            wire.send(data if isinstance(data, bytes) else data + second)
            answer = wire.read_answer()
            self.assertIsNotNone(answer, "the connection was closed without an answer")
            self.assertIn(answer.status, statuses, answer)
            self.assertEqual(answer.fields.get("connection", "").lower(), "close")
            self.assertTrue(wire.is_at_end(), "something more was answered")
        self.assertEqual(databases.history_count(self.service.history), before)

    def assert_all_refused(self, cases, statuses=(400,)):
        for name, data in cases.items():
            with self.subTest(name):
                self.assert_refused(data, statuses)

    def test_the_plain_shapes_are_accepted(self):
        for data in (self.head(LENGTH) + BODY, self.head(CHUNKED) + CODED):
            with Wire(self.service.host, self.service.port) as wire:
                wire.send(data)
                self.assertEqual(wire.read_answer().status, 200)

    def test_lengths_that_are_doubled_or_disagree(self):
        self.assert_all_refused({
            "equal lines": self.head(LENGTH, LENGTH) + BODY,
            "lines that disagree": self.head(LENGTH, "Content-Length: 5") + BODY,
            "a list that agrees": self.head(f"Content-Length: {len(BODY)}, {len(BODY)}") + BODY,
            "a list that disagrees": self.head(f"Content-Length: {len(BODY)}, 5") + BODY,
            "with chunked behind": self.head(LENGTH, CHUNKED) + CODED,
            "with chunked before": self.head(CHUNKED, LENGTH) + CODED,
            "zero with chunked": self.head("Content-Length: 0", CHUNKED) + CODED,
        })

    def test_lengths_that_are_no_numbers(self):
        for value in ("", "+5", "-1", "0x10", "5 5", "5a", "1e3", "5.0", '"5"', "99999999999999999999", "²", "5;", ",5"):
            with self.subTest(value):
                self.assert_refused(self.head(f"Content-Length: {value}") + BODY)

    def test_transfer_codings_that_are_not_just_chunked(self):
        values = (
            "chunked, chunked", "chunked, identity", "identity", "gzip, chunked", "xchunked", "chunked;q=1", '"chunked"',
            "\x0bchunked", "")
        self.assert_all_refused(
            {value: self.head(f"Transfer-Encoding: {value}") + CODED for value in values}, (400, 501))
        self.assert_all_refused({
            "two lines": self.head(CHUNKED, CHUNKED) + CODED,
            "HTTP/1.0": self.head(CHUNKED, version="HTTP/1.0") + CODED,
        }, (400, 501))

    def test_an_unknown_transfer_coding_is_501(self):
        self.assert_refused(self.head("Transfer-Encoding: gzip") + CODED, (501,))

    def test_line_ends_that_are_not_crlf(self):
        good = self.head(LENGTH)
        self.assert_all_refused({
            "bare LF everywhere": good.replace("\r\n", "\n") + BODY,
            "bare LF behind the request line": good.replace("\r\n", "\n", 1) + BODY,
            "bare LF behind a field": good.replace("Host: x\r\n", "Host: x\n") + BODY,
            "bare LF as the empty line": good[:-2] + "\n" + BODY,
            "bare CR in a value": self.head("X: a\rContent-Length: 5", LENGTH) + BODY,
            "CR CR LF": good.replace("Host: x\r\n", "Host: x\r\r\n") + BODY,
            "NUL in a value": self.head("X: a\x00b", LENGTH) + BODY,
        })

    def test_field_lines_that_others_read_differently(self):
        self.assert_all_refused({
            "space before the colon": self.head(LENGTH, "X : 1") + BODY,
            "tab before the colon": self.head(LENGTH, "X\t: 1") + BODY,
            "space before the colon of a length": self.head(LENGTH.replace(":", " :")) + BODY,
            "space before the colon of a coding": self.head(LENGTH, CHUNKED.replace(":", " :")) + BODY,
            "a folded line": self.head(LENGTH, "X: 1", " continued") + BODY,
            "a folded line with a tab": self.head(LENGTH, "X: 1", "\tcontinued") + BODY,
            "a folded coding": self.head(LENGTH, "Transfer-Encoding:", " chunked") + BODY,
            "white space before the first field": self.head(LENGTH, host=" Host: x") + BODY,
            "no colon": self.head(LENGTH, "X") + BODY,
            "no name": self.head(LENGTH, ": 1") + BODY,
            "a name with a space": self.head(LENGTH, "X Y: 1") + BODY,
            "a name beyond ASCII": self.head(LENGTH, "Ä: 1") + BODY,
        })

    def test_hosts_that_are_missing_doubled_or_no_hosts(self):
        self.assert_all_refused({
            "missing": self.head(LENGTH, host=None) + BODY,
            "doubled": self.head(LENGTH, "Host: x") + BODY,
            "doubled and different": self.head(LENGTH, "Host: y") + BODY,
            "with a path": self.head(LENGTH, host="Host: x/y") + BODY,
            "with a space": self.head(LENGTH, host="Host: x y") + BODY,
            "a list": self.head(LENGTH, host="Host: x, y") + BODY,
            "with somebody": self.head(LENGTH, host="Host: a@x") + BODY,
            "with a port that is none": self.head(LENGTH, host="Host: x:y") + BODY,
        })

    def test_request_lines_that_others_read_differently(self):
        tail = f"\r\nHost: x\r\n{LENGTH}\r\n\r\n{BODY}"
        target = self.service.target()
        self.assert_all_refused({
            "two spaces": f"POST  {target} HTTP/1.1{tail}",
            "a tab": f"POST\t{target}\tHTTP/1.1{tail}",
            "a space in front": f" POST {target} HTTP/1.1{tail}",
            "a space behind": f"POST {target} HTTP/1.1 {tail}",
            "a space in the target": f"POST {target}&a b HTTP/1.1{tail}",
            "a fragment": f"POST {target}#a HTTP/1.1{tail}",
            "no target": f"POST HTTP/1.1{tail}",
            "no version": f"POST {target}{tail}",
            "a small version": f"POST {target} http/1.1{tail}",
            "another protocol": f"POST {target} HTTQ/1.1{tail}",
            "a version of two digits": f"POST {target} HTTP/1.10{tail}",
            "a target without a slash": f"POST api/allocate HTTP/1.1{tail}",
            "a byte beyond ASCII": f"POST {target}&\xe4 HTTP/1.1{tail}",
            "a star": f"POST * HTTP/1.1{tail}",
        }, (400, 505))

    def test_chunks_that_are_malformed(self):
        size = f"{len(BODY):x}"
        coded = {
            "no size": f"\r\n{BODY}\r\n0\r\n\r\n",
            "a size with 0x": f"0x{size}\r\n{BODY}\r\n0\r\n\r\n",
            "a size with a sign": f"+{size}\r\n{BODY}\r\n0\r\n\r\n",
            "a negative size": "-1\r\n\r\n0\r\n\r\n",
            "a size with a space before": f" {size}\r\n{BODY}\r\n0\r\n\r\n",
            "a size with a letter": f"{size}g\r\n{BODY}\r\n0\r\n\r\n",
            "a size that overflows": f"fffffffffffffffff\r\n{BODY}\r\n0\r\n\r\n",
            "a size with many zeros": f"{'0' * 5_000}{size}\r\n{BODY}\r\n0\r\n\r\n" * 4,
            "a bare LF behind the size": f"{size}\n{BODY}\r\n0\r\n\r\n",
            "a bare LF behind the data": f"{size}\r\n{BODY}\n0\r\n\r\n",
            "data longer than the size": f"5\r\n{BODY}\r\n0\r\n\r\n",
            "a bare LF behind the last chunk": f"{size}\r\n{BODY}\r\n0\n\r\n",
            "a bare LF as the end": f"{size}\r\n{BODY}\r\n0\r\n\n",
            "a bare LF in an extension": f"{size};a\nb\r\n{BODY}\r\n0\r\n\r\n",
            "a trailer without a colon": f"{size}\r\n{BODY}\r\n0\r\nX\r\n\r\n",
            "a folded trailer": f"{size}\r\n{BODY}\r\n0\r\nX: 1\r\n 2\r\n\r\n",
        }
        self.assert_all_refused({name: self.head(CHUNKED) + text for name, text in coded.items()})

    def test_bytes_that_are_no_request_at_all(self):
        self.assert_all_refused({
            "a TLS handshake": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
            "the preface of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "noise": bytes(range(128, 256)) * 8 + b"\r\n\r\n",
        }, (400, 505))

    def test_what_stands_behind_a_body_is_the_next_request_and_nothing_else(self):
        inner = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
        with Wire(self.service.host, self.service.port) as wire:
            wire.send(self.head(f"Content-Length: {len(inner)}") + inner + "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            self.assertEqual(wire.read_answer().status, 400)
            self.assertEqual(wire.read_answer().status, 200)
        # The body of a request that is refused for its key is not taken for a request either.
        with Wire(self.service.host, self.service.port) as wire:
            wire.send(
                f"POST /api/allocate HTTP/1.1\r\nHost: x\r\nContent-Length: {len(inner)}\r\n\r\n{inner}"
                "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            self.assertEqual(wire.read_answer().status, 401)
            self.assertEqual(wire.read_answer().status, 200)


if __name__ == "__main__":
    unittest.main()
