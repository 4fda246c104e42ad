"""HTTP/1.1 as it is on the wire (RFC 9110, RFC 9112), for clients in good faith."""

import json
import re
import unittest

import databases
from service import TOASTER_TWIN, TOASTERS_HUB, Service, request_body
from service_test_case import ServiceTestCase
from wire import Wire, chunked, post

PROBLEM = "application/problem+json"
BODY = json.dumps(request_body("sn-0042"))


class HTTPWire(ServiceTestCase):
    def wire(self):
        wire = Wire(self.service.host, self.service.port)
        self.addCleanup(wire.close)
        return wire

    def exchange(self, data, **options):
        """One request on a connection of its own; the connection must be good for another."""
        wire = self.wire()
        wire.send(data)
        answer = wire.read_answer(**options)
        wire.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        self.assertEqual(wire.read_answer().status, 200, "the connection does not go on")
        return answer

    def get(self, target, method="GET", fields="", **options):
        return self.exchange(f"{method} {target} HTTP/1.1\r\nHost: x\r\n{fields}\r\n", **options)

    def assert_problem(self, answer, status):
        self.assertEqual((answer.status, answer.content_type), (status, PROBLEM), answer)
        self.assertEqual(answer.json["status"], status)
        self.assertTrue(answer.json["title"] and answer.json["detail"])

    def test_what_is_not_there_is_404(self):
        for target in (
            "/nothing", "/api", "/api/allocate/", "/API/allocate", "/api/allocate%20", "//api/allocate",
            "/healthz/../healthz", "/%",
        ):
            self.assert_problem(self.get(target), 404)

    def test_a_method_that_a_path_does_not_take_is_405_with_allow(self):
        for method in ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
            answer = self.get("/api/allocate", method, has_content=method != "HEAD")
            self.assertEqual((answer.status, answer.fields["allow"]), (405, "POST"), method)
        for method in ("POST", "DELETE"):
            answer = self.get("/healthz", method)
            self.assert_problem(answer, 405)
            self.assertEqual(answer.fields["allow"], "GET, HEAD")

    def test_a_method_that_nobody_knows_is_501(self):
        for method in ("BREW", "get", "POSTS"):
            self.assert_problem(self.get("/api/allocate", method), 501)

    def test_head_is_answered_as_get_without_content(self):
        for path in ("/healthz", "/readyz"):
            full, head = self.get(path), self.get(path, "HEAD", has_content=False)
            self.assertEqual(head.status, 200)
            self.assertEqual(head.fields["content-length"], str(len(full.body)))
            self.assertEqual(head.content_type, full.content_type)

    def test_another_version_is_505(self):
        for version in ("HTTP/2.0", "HTTP/3.0", "HTTP/0.9"):
            wire = self.wire()
            wire.send(f"GET /healthz {version}\r\nHost: x\r\n\r\n")
            self.assertEqual(wire.read_answer().status, 505, version)
            self.assertTrue(wire.is_at_end())

    def test_a_later_minor_version_is_answered_as_the_one_known(self):
        wire = self.wire()
        wire.send("GET /healthz HTTP/1.2\r\nHost: x\r\n\r\n")
        self.assertIn(wire.read_answer().status, (200, 505))

    def test_http_1_0_is_answered_and_closed_unless_asked_to_keep(self):
        wire = self.wire()
        wire.send("GET /healthz HTTP/1.0\r\n\r\n")
        self.assertEqual(wire.read_answer().status, 200)
        self.assertTrue(wire.is_at_end())
        wire = self.wire()
        for _ in range(2):
            wire.send("GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            answer = wire.read_answer()
            self.assertEqual((answer.status, answer.fields["connection"].lower()), (200, "keep-alive"))

    def test_a_client_that_wants_to_close_is_answered_and_closed(self):
        wire = self.wire()
        wire.send("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = wire.read_answer()
        self.assertEqual((answer.status, answer.fields["connection"].lower()), (200, "close"))
        self.assertTrue(wire.is_at_end())

    def test_every_answer_has_a_date_a_length_and_an_id_of_its_own(self):
        answers = [self.get("/healthz"), self.get("/nothing"), self.get("/metrics"), self.exchange(post("/api/allocate", BODY))]
        for answer in answers:
            self.assertRegex(answer.fields["date"], r"^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$")
            self.assertEqual(int(answer.fields["content-length"]), len(answer.body))
        self.assertEqual(len({answer.request_id for answer in answers}), 4)

    def test_a_target_may_be_in_absolute_form(self):
        self.assertEqual(self.get(f"http://{self.service.host}:{self.service.port}/healthz").status, 200)

    def test_empty_lines_before_a_request_are_passed_over(self):
        self.assertEqual(self.exchange("\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").status, 200)

    def chunked_post(self, body, *fields):
        lines = [f"POST {self.service.target()} HTTP/1.1", "Host: x", "Transfer-Encoding: chunked", *fields, "", ""]
        return self.exchange("\r\n".join(lines).encode() + body)

    def test_a_body_may_come_in_chunks(self):
        for size in (1, 7, 4_096):
            self.assert_assigned(self.chunked_post(chunked(BODY.encode(), size)), TOASTERS_HUB, TOASTER_TWIN)
        large = json.dumps({**request_body("sn-0042"), "padding": "x" * 96 * 1024}).encode()
        self.assert_assigned(self.chunked_post(chunked(large, 1_000)), TOASTERS_HUB, TOASTER_TWIN)

    def test_chunks_may_have_extensions_and_trailers(self):
        body = BODY.encode()
        coded = b"%X;name=value;other=\"a;b\"\r\n%s\r\n000;last\r\nX-Trailer: 1\r\nContent-Length: 5\r\n\r\n" % (len(body), body)
        self.assert_assigned(self.chunked_post(coded, "Trailer: X-Trailer"), TOASTERS_HUB, TOASTER_TWIN)

    def test_a_body_of_chunks_beyond_the_limit_is_413_though_no_length_was_told(self):
        wire = self.wire()
        wire.send(f"POST {self.service.target()} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        wire.send(chunked(b"x" * 140_000, 10_000))
        self.assertEqual(wire.read_answer().status, 413)

    def test_100_continue_is_sent_when_the_body_is_wanted(self):
        wire = self.wire()
        for _ in range(2):
            wire.send(
                f"POST {self.service.target()} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(BODY)}\r\nExpect: 100-continue\r\n\r\n")
            self.assertEqual(wire.read_head(), (100, {}))
            wire.send(BODY)
            self.assert_assigned(wire.read_answer(), TOASTERS_HUB, TOASTER_TWIN)

    def test_100_continue_is_not_sent_when_the_body_is_not_wanted(self):
        cases = (("/api/allocate?code=wrong", 200, 401), (self.service.target(), 10_000_000, 413), ("/no", 9, 404))
        for target, length, status in cases:
            wire = self.wire()
            wire.send(f"POST {target} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\nExpect: 100-continue\r\n\r\n")
            self.assertEqual(wire.read_answer().status, status)

    def test_another_expectation_is_417(self):
        wire = self.wire()
        wire.send(post(self.service.target(), BODY, "Expect: miracles"))
        self.assertEqual(wire.read_answer().status, 417)

    def test_fifty_pipelined_allocations_are_answered_in_their_order(self):
        before = databases.history_count(self.service.history)
        ids = [f"pipelined-{number}" + ("-contoso-tstrsd-007" if number % 3 else "") for number in range(50)]
        wire = self.wire()
        wire.send(b"".join(post(self.service.target(), json.dumps(request_body(one))) for one in ids))
        for one in ids:
            answer = wire.read_answer()
            self.assertEqual(answer.status, 200 if one.endswith("-007") else 400)
            row, = databases.history(self.service.history, answer.request_id)
            self.assertEqual(row["registration_id"], one)
        self.assertEqual(databases.history_count(self.service.history), before + 50)

    def test_a_request_may_come_byte_by_byte(self):
        wire = self.wire()
        data = post(self.service.target(), BODY)
        for position in range(len(data)):
            wire.send(data[position:position + 1])
        self.assert_assigned(wire.read_answer(), TOASTERS_HUB, TOASTER_TWIN)

    def test_a_client_that_only_ends_its_sending_is_still_answered(self):
        wire = self.wire()
        wire.send(post(self.service.target(), BODY))
        wire.end_sending()
        self.assert_assigned(wire.read_answer(), TOASTERS_HUB, TOASTER_TWIN)
        self.assertTrue(wire.is_at_end())

    def test_a_target_too_long_is_414_and_fields_too_large_are_431(self):
        cases = [
            (f"GET /{'x' * 9_000} HTTP/1.1\r\nHost: x\r\n\r\n", 414),
            ("GET /healthz HTTP/1.1\r\nHost: x\r\n" + "X-Long: " + "x" * 20_000 + "\r\n\r\n", 431),
            ("GET /healthz HTTP/1.1\r\nHost: x\r\n" + "".join(f"X-{number}: 1\r\n" for number in range(150)) + "\r\n", 431),
        ]
        for data, status in cases:
            wire = self.wire()
            wire.send(data)
            self.assertEqual(wire.read_answer().status, status)
            self.assertTrue(wire.is_at_end())

    def test_the_metrics_count_what_was_answered(self):
        def count(reason):
            answer = self.service.ask("GET", "/metrics", fields={"authorization": f"Bearer {self.service.keys['auditor']}"})
            self.assertEqual(answer.status, 200)
            return int(re.search(rf'requests_total{{reason="{reason}"}} (\d+)', answer.text)[1])

        reasons = {"inventory": BODY, "unrecognizedDevice": json.dumps(request_body("nobody")), "malformedRequest": "no JSON"}
        for reason, body in reasons.items():
            before = count(reason)
            self.service.allocate(body)
            self.assertEqual(count(reason), before + 1, reason)


class IPv6(unittest.TestCase):
    def test_the_service_listens_on_ipv6_loopback_beside_ipv4(self):
        with Service() as service:
            self.assertEqual(service.stop(), 0)
            service.start("serve", ["--listen", "[::1]:0", "--listen", "127.0.0.1:0"])
            self.assertEqual(service.host, "::1")
            self.assertEqual(service.allocate(BODY).status, 200)
            with Wire("::1", service.port) as wire:
                wire.send(post(service.target(), BODY, host=f"[::1]:{service.port}"))
                self.assertEqual(wire.read_answer().status, 200)
            self.assertEqual(service.stop(), 0)


if __name__ == "__main__":
    unittest.main()
