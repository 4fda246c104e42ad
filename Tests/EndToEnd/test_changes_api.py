"""The change log over HTTP."""

import csv
import io
import json
import unittest

from service_test_case import ServiceTestCase


class ChangesAPI(ServiceTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        test = cls()
        for number in range(130):
            test.api("PUT", f"/api/devices/log-{number:03}", {"division": "toasters"}, role="fleet")
            test.api("PATCH", f"/api/devices/log-{number:03}?message=why", {"note": f"n{number}"}, if_match="*")

    def pages(self, query, role="auditor", limit=60):
        found, cursor = [], ""
        while cursor is not None:
            answer = self.api("GET", f"/api/changes?limit={limit}{query}{cursor}", role=role)
            self.assertEqual(answer.status, 200, answer)
            self.assertLessEqual(len(answer.json["changes"]), limit)
            found += answer.json["changes"]
            cursor = f"&cursor={answer.json['next']}" if "next" in answer.json else None
        return found

    def export(self, query="", role="auditor"):
        answer = self.api("GET", f"/api/changes.ndjson?{query}", role=role)
        self.assertEqual((answer.status, answer.content_type), (200, "application/x-ndjson"), answer)
        self.assertEqual(answer.fields["transfer-encoding"], "chunked")
        return [json.loads(line) for line in answer.text.splitlines()]

    @staticmethod
    def rows(text):
        """What matters of a file of CSV."""
        rows = csv.DictReader(io.StringIO(text, newline=""))
        documents = [[row[name] and json.loads(row[name]) for name in ("before", "after")] for row in rows]
        rows = csv.DictReader(io.StringIO(text, newline=""))
        return [(row["id"], row["subject"], row["message"], *both) for row, both in zip(rows, documents)]

    def test_the_command_line_exports_the_same(self):
        for words, query in [((), ""), (("--kind", "device", "--member", "note"), "kind=device&member=note")]:
            for form in ("csv", "ndjson"):
                written = self.service.run("changes", "export", "--as", form, *words)
                self.assertEqual((written.returncode, written.stderr), (0, ""))
                answer = self.api("GET", f"/api/changes.{form}?{query}", role="auditor")
                self.assertEqual(answer.text.replace("\r\n", "\n"), written.stdout)

    @staticmethod
    def row(change):
        return (str(change["id"]), change["subject"], change.get("message", ""), change.get("before", ""), change.get("after", ""))

    def test_pages_and_the_export_hold_every_line_once_the_newest_first(self):
        for query in ("", "&kind=device", "&actor=fleet", "&member=note", "&device=LOG-007", "&until=2020-01-01T00:00:00Z"):
            pages = self.pages(query)
            numbers = [one["id"] for one in pages]
            self.assertEqual(numbers, sorted(set(numbers), reverse=True), query)
            self.assertEqual(self.export(query[1:]), pages, query)
            rows = [self.row(one) for one in pages]
            self.assertEqual(self.rows(self.api("GET", f"/api/changes.csv?{query[1:]}", role="auditor").text), rows, query)
        self.assertEqual(len(self.pages("&kind=device&member=note&actor=admin")), 130)
        self.assertEqual([one["effect"] for one in self.pages("&device=log-007")], ["updated", "created"])

    def test_a_line_tells_who_when_why_and_what(self):
        answer = self.api("PATCH", "/api/devices/log-001?message=recall%2012", {"status": "held"}, role="fleet", if_match="*")
        line = self.pages("&device=log-001&member=status", limit=1)[0]
        self.assertEqual((line["actor"], line["message"], line["requestId"]), ("fleet", "recall 12", answer.request_id))
        self.assertEqual((line["before"]["status"], line["after"]["status"]), ("active", "held"))
        self.assertEqual(self.pages(f"&changeSet={line['changeSet']}"), [line])
        self.assertEqual(self.pages(f"&device=log-001&since={line['time']}"), [line])

    def test_members_with_odd_names_match_nothing_and_harm_nothing(self):
        for name in ("%22", "a%22b", "%5C", "$", "%5B0%5D", "%27%3B--", "a.b", "%F0%9F%8D%9E", "%22%22"):
            self.assertEqual(self.pages(f"&member={name}"), [], name)

    def test_fleet_managers_see_devices_only(self):
        self.assertEqual({one["kind"] for one in self.pages("", role="fleet")}, {"device"})
        self.assertEqual({one["kind"] for one in self.export(role="fleet")}, {"device"})
        self.assertEqual({one["kind"] for one in self.pages("")}, {"device", "division", "rule", "key"})
        self.assert_problem(self.api("GET", "/api/changes?kind=key", role="fleet"), 403, "forbidden")

    def test_every_parameter_at_fault_is_told_at_once(self):
        answer = self.api("GET", "/api/changes?kind=x&since=y&limit=1001&cursor=-1&device=.&bogus&member=%00")
        self.assert_problem(
            answer, 400, "invalid-query", ["/kind", "/since", "/limit", "/cursor", "/device", "/bogus", "/member"])
        self.assert_problem(self.api("GET", "/api/changes.ndjson?limit=1"), 400, "invalid-query", ["/limit"])
        self.assert_problem(self.api("GET", "/api/changes?kind=%ff"), 400, "invalid-query", [""])

    def test_head_tells_what_an_export_is_without_it(self):
        answer = self.api("HEAD", "/api/changes.ndjson", role="auditor")
        self.assertEqual((answer.status, answer.content_type, answer.body), (200, "application/x-ndjson", b""))


if __name__ == "__main__":
    unittest.main()
