"""The inventory as a file over HTTP: streamed, as of one moment, and in nobody's way."""

import csv
import io
import json
import socket
import unittest

import databases
from service import eventually, request_body, run_program
from service_test_case import ServiceTestCase

DEVICES = 40_000
# So many exports may be under way at once.
MOST_AT_ONCE = 4


class Exports(ServiceTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        databases.change(cls.service.inventory, f"""
            WITH RECURSIVE numbered (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbered WHERE number < {DEVICES})
            INSERT INTO devices (registration_id, division_id, note, twin)
            SELECT 'bulk-' || substr('00000' || number, -6), (SELECT division_id FROM divisions WHERE name = 'toasters'),
                   iif(number % 100 = 0, 'two' || char(10) || 'lines; "quoted", ünï', NULL),
                   '{{"tags":{{"place":"a fairly long text so that the file has some size"}}}}'
              FROM numbered""")

    def fields(self, role="auditor"):
        return {"authorization": f"Bearer {self.service.keys[role]}"}

    def get(self, path, role="auditor", client=None, method="GET"):
        ask = self.service.ask if client is None else client.ask
        return ask(method, path, None, self.fields(role))

    def begin(self, path):
        """An export whose client reads its head and no more."""
        connection = socket.create_connection((self.service.host, self.service.port))
        self.addCleanup(connection.close)
        head = f"GET {path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {self.service.keys['fleet']}\r\n\r\n"
        connection.sendall(head.encode())
        status = connection.recv(12)
        self.assertEqual(status, b"HTTP/1.1 200")
        return connection

    def test_a_file_is_what_the_command_line_writes_for_the_same_filter(self):
        for path, words in [
            ("devices.csv", []), ("devices.csv?bom=true&text=%22quoted%22", ["--text", '"quoted"', "--bom"]),
            ("devices.ndjson?division=toasters&status=active", ["--as", "ndjson", "--division", "toasters", "--status", "active"]),
        ]:
            answer = self.get(f"/api/{path}")
            self.assertEqual((answer.status, answer.fields["transfer-encoding"]), (200, "chunked"))
            written = self.service.run("devices", "export", *words)
            self.assertEqual(written.returncode, 0, written)
            # The text of a process has its line ends made one kind.
            self.assertEqual(answer.text.replace("\r\n", "\n"), written.stdout, path)
        rows = list(csv.DictReader(io.StringIO(self.get("/api/devices.csv").text, newline="")))
        self.assertEqual(sum(row["registrationId"].startswith("bulk-0") for row in rows), DEVICES)
        noted = next(row for row in rows if row["registrationId"] == "bulk-000100")
        self.assertEqual(noted["note"], 'two\nlines; "quoted", ünï')

    def test_a_client_that_does_not_read_holds_up_nobody_and_reads_one_moment(self):
        connection = self.begin("/api/devices.ndjson?text=bulk-")
        made = self.service.ask(
            "PUT", "/api/devices/bulk-999999", b'{"division":"toasters"}', {**self.fields("fleet"), "if-none-match": "*"})
        self.assertEqual(made.status, 201, made)
        self.assertEqual(self.get("/api/devices?limit=1&total=true").status, 200)
        self.assertEqual(self.service.allocate(request_body("bulk-000001")).status, 200)
        content = bytearray()
        while not content.endswith(b"\r\n0\r\n\r\n"):
            piece = connection.recv(65_536)
            self.assertTrue(piece, "cut off")
            content += piece
        self.assertEqual(content.count(b'"registrationId"'), DEVICES)
        self.assertNotIn(b"bulk-999999", content)
        erased = self.service.ask(
            "DELETE", "/api/devices/bulk-999999?erase=true", None, {**self.fields("fleet"), "if-match": "*"})
        self.assertEqual(erased.status, 204)

    def test_one_too_many_is_503_and_a_client_that_goes_leaves_its_place(self):
        begun = [self.begin("/api/devices.csv") for _ in range(MOST_AT_ONCE)]
        refused = self.get("/api/devices.csv")
        self.assertEqual((refused.status, refused.content_type), (503, "application/problem+json"), refused)
        self.assertEqual(refused.fields["retry-after"], "10")
        begun.pop().close()
        eventually(lambda: self.get("/api/devices.csv?text=nothing").status == 200, "a place is free again")

    def test_head_has_the_fields_of_get(self):
        for path in ("devices.csv", "devices.ndjson", "import-template.csv", "import-fields"):
            answer = self.get(f"/api/{path}", method="HEAD")
            self.assertEqual((answer.status, answer.body), (200, b""))
            self.assertEqual(answer.content_type, self.get(f"/api/{path}").content_type)

    def test_the_template_is_that_of_the_command_line(self):
        answer = self.get("/api/import-template.csv", role="fleet")
        self.assertEqual(answer.text.replace("\r\n", "\n"), run_program("devices", "template", "--csv").stdout)
        shown = run_program("devices", "template").stdout
        for field in self.get("/api/import-fields").json["fields"]:
            self.assertIn(f"\n{field['name']} ", shown)
        self.assertEqual(json.dumps(self.get("/api/import-fields").json).count('"name"'), len(shown.splitlines()) - 1)


if __name__ == "__main__":
    unittest.main()
