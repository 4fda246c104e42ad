"""The history as a file: streamed, up to the row that was the last one when it began, and in nobody's way."""

import csv
import io
import json
import signal
import socket
import subprocess
import unittest

import databases
from decided import FILTERS, decide
from service import PATIENCE, PROGRAM, eventually, request_body
from service_test_case import ServiceTestCase


class AssignmentExports(ServiceTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.count = decide(cls.service, times=400)

    def get(self, path, method="GET"):
        answer = self.api(method, path, role="auditor")
        self.assertEqual(answer.status, 200, answer)
        return answer

    def begin(self, path):
        """An export whose client reads its head and no more, and has little room for the rest."""
        connection = socket.socket()
        self.addCleanup(connection.close)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        connection.settimeout(PATIENCE)
        connection.connect((self.service.host, self.service.port))
        head = f"GET {path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {self.service.keys['auditor']}\r\n\r\n"
        connection.sendall(head.encode())
        self.assertEqual(connection.recv(12), b"HTTP/1.1 200")
        return connection

    def rest(self, connection):
        content = bytearray()
        while not content.endswith(b"\r\n0\r\n\r\n"):
            piece = connection.recv(65_536)
            self.assertTrue(piece, "cut off")
            content += piece
        return bytes(content)

    def test_a_file_is_what_the_command_line_writes_for_the_same_filter(self):
        for query, words, means in FILTERS:
            for order, more in (("newest", []), ("oldest", ["--oldest-first"])):
                with self.subTest(query=query, order=order):
                    until = "" if "until" in query else "&until=2100-01-01T00:00:00Z"
                    answer = self.get(f"/api/assignments.ndjson?order={order}&{query}{until}")
                    written = self.service.run("assignments", "export", "--as", "ndjson", *words, *more)
                    self.assertEqual((written.returncode, written.stderr), (0, ""))
                    self.assertEqual(answer.text, written.stdout)
                    rows = [json.loads(line) for line in answer.text.splitlines()]
                    self.assertTrue(all(means(row) for row in rows))
                    ids = [row["id"] for row in rows]
                    self.assertEqual(ids, sorted(set(ids), reverse=order == "newest"))
        everything = self.get("/api/assignments.csv?bom=true")
        self.assertTrue(everything.text.startswith("\ufeffid,decidedAt,"))
        self.assertEqual(everything.fields["transfer-encoding"], "chunked")
        self.assertEqual(
            everything.text.replace("\r\n", "\n"), self.service.run("assignments", "export", "--bom").stdout)

    def test_a_csv_has_every_decision_and_every_column(self):
        rows = list(csv.DictReader(io.StringIO(self.get("/api/assignments.csv?order=oldest").text, newline="")))
        lines = [json.loads(line) for line in self.get("/api/assignments.ndjson?order=oldest").text.splitlines()]
        self.assertGreaterEqual(len(rows), self.count)
        self.assertEqual([row["id"] for row in rows], [str(line["id"]) for line in lines])
        for row, line in zip(rows[:40], lines):
            expected = dict.fromkeys(row, "")
            for name, value in line.items():
                if name == "enrollment":
                    expected.update(enrollmentKind=value["kind"], enrollmentId=value["id"])
                else:
                    expected[name] = value
            for name in ("linkedHubs", "initialTwin"):
                row[name] = json.loads(row[name]) if row[name] else ""
            for name in ("id", "deviceRevision", "ruleId", "policyRevision"):
                expected[name] = str(expected[name])
            self.assertEqual(row, expected)

    def test_what_is_decided_meanwhile_is_not_in_it_and_a_slow_client_holds_nothing(self):
        for order in ("newest", "oldest"):
            before = databases.history_count(self.service.history)
            connection = self.begin(f"/api/assignments.ndjson?order={order}")
            late = self.service.allocate(request_body("late-1"))
            self.assertEqual(late.status, 400)
            # A read transaction that is held keeps the log from being emptied (sqlite.org/pragma.html#pragma_wal_checkpoint).
            with databases.opened(self.service.history) as database:
                busy, = eventually(
                    lambda: [database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0], "the log is free")
            self.assertTrue(busy)
            content = self.rest(connection)
            self.assertEqual(content.count(b'"requestId"'), before)
            self.assertNotIn(late.request_id.encode(), content)

    def test_clients_that_go_away_are_in_nobodys_way(self):
        for connection in [self.begin("/api/assignments.csv") for _ in range(12)]:
            connection.close()
        self.assertEqual(self.service.allocate(request_body("sn-0042")).status, 200)
        self.assertEqual(self.get("/api/assignments?limit=1").status, 200)
        self.assertEqual(self.get("/api/assignments.csv?reason=noMatchingHub").status, 200)

    def test_head_has_the_fields_of_get(self):
        for form in ("csv", "ndjson"):
            answer = self.get(f"/api/assignments.{form}", method="HEAD")
            self.assertEqual(answer.body, b"")
            self.assertEqual(answer.fields["content-disposition"], f'attachment; filename="assignments.{form}"')

    def test_a_reader_that_closes_early_ends_the_command_without_a_word(self):
        process = subprocess.Popen(
            [PROGRAM, "assignments", "export", "--data", self.service.data], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertTrue(process.stdout.readline().startswith(b"id,"))
        process.stdout.close()
        errors = process.stderr.read()
        process.stderr.close()
        self.assertEqual((process.wait(PATIENCE), errors), (-signal.SIGPIPE, b""))


if __name__ == "__main__":
    unittest.main()
