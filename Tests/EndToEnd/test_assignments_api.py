"""What was decided, over HTTP: lists, single decisions, counts, and who may read them."""

import unittest

import databases
from decided import FILTERS, REQUESTS, decide
from service import HEAT_PUMPS_HUB, TOASTERS_HUB, request_body
from service_test_case import ServiceTestCase


class Assignments(ServiceTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.count = decide(cls.service, times=3, threads=1)

    def get(self, path, role="auditor"):
        answer = self.api("GET", path, role=role)
        self.assertEqual((answer.status, answer.content_type), (200, "application/json"), answer)
        return answer.json

    def pages(self, query):
        """All rows of a list, over as many pages as there are."""
        rows, cursor = [], ""
        while True:
            page = self.get(f"/api/assignments?{query}{cursor}")
            rows += page["assignments"]
            if "next" not in page:
                return rows
            cursor = f"&cursor={page['next']}"

    def test_each_filter_leaves_what_it_means_in_both_orders_on_any_pages(self):
        everything = self.pages("limit=1000")
        self.assertGreaterEqual(len(everything), self.count)
        for query, _, means in FILTERS:
            expected = [row["id"] for row in everything if means(row)]
            for order, wanted in (("newest", expected), ("oldest", expected[::-1])):
                for limit in (1, 4, 1000):
                    with self.subTest(query=query, order=order, limit=limit):
                        found = [row["id"] for row in self.pages(f"order={order}&limit={limit}&{query}")]
                        self.assertEqual(found, wanted)

    def test_a_decision_is_told_with_all_that_the_history_has(self):
        request_id = self.service.allocate(REQUESTS[1]).request_id
        row, = databases.history(self.service.history, request_id)
        listed, = self.pages(f"requestId={request_id}")
        self.assertEqual(self.get(f"/api/assignments/{listed['id']}"), listed)
        self.assertEqual(listed["id"], row["assignment_id"])
        self.assertEqual((listed["hub"], listed["previousHub"]), (TOASTERS_HUB, HEAT_PUMPS_HUB))
        self.assertEqual(listed["linkedHubs"], [TOASTERS_HUB, HEAT_PUMPS_HUB])
        self.assert_problem(self.api("GET", "/api/assignments/999999999", role="auditor"), 404, "not-found")
        wrong = self.api("GET", "/api/assignments?rule=x&limit=0", role="auditor")
        self.assert_problem(wrong, 400, "invalid-query", ["/rule", "/limit"])

    def test_the_counts_are_those_of_the_list(self):
        self.service.allocate(request_body("sn-0042"))
        for by, member in [("outcome", "outcome"), ("reason", "reason"), ("source", "source"), ("rule", "ruleId"),
                           ("division", "division"), ("hub", "hub")]:
            summary = self.get(f"/api/assignments/summary?by={by}&bucket=minute")
            time = f"since={summary['since']}&until={summary['until']}"
            expected = {}
            for row in self.pages(time):
                key = (row["decidedAt"][:16], str(row[member]) if member in row else None)
                expected[key] = expected.get(key, 0) + 1
            found = {(count["start"][:16], count.get("value")): count["count"] for count in summary["counts"]}
            self.assertEqual(found, expected, by)
            totals = {}
            for (_, value), count in expected.items():
                totals[value] = totals.get(value, 0) + count
            self.assertEqual({total.get("value"): total["count"] for total in summary["totals"]}, totals)

    def test_a_summary_of_too_many_pieces_is_refused(self):
        answer = self.api("GET", "/api/assignments/summary?bucket=minute&since=2020-01-01T00:00:00Z", role="auditor")
        self.assert_problem(answer, 400, "invalid-query", ["/bucket"])

    def test_a_device_has_a_timeline_and_a_last_assignment(self):
        self.service.allocate(request_body("life-1"))
        self.api("PUT", "/api/devices/life-1", {"division": "toasters"}, role="fleet")
        self.service.allocate(request_body("LIFE-1"))
        newest = self.get("/api/devices/Life-1/timeline")["entries"]
        self.assertEqual([entry["event"] for entry in newest], ["assigned", "registered", "refused"])
        self.assertEqual(self.get("/api/devices/life-1/timeline?order=oldest&limit=2")["entries"], newest[:0:-1])
        last = self.get("/api/devices/life-1/last-assignment", role="fleet")
        self.assertEqual((last, last["registrationId"]), (newest[0]["assignment"], "LIFE-1"))
        for path in ("timeline", "last-assignment"):
            self.assert_problem(self.api("GET", f"/api/devices/unheard-1/{path}", role="auditor"), 404, "not-found")

    def test_fleet_managers_read_the_last_assignment_and_dps_reads_nothing(self):
        self.service.allocate(request_body("sn-0042"))
        paths = [
            "/api/assignments", "/api/assignments/1", "/api/assignments/summary", "/api/assignments.csv", "/api/assignments.ndjson",
            "/api/devices/sn-0042/timeline", "/api/devices/sn-0042/last-assignment",
        ]
        for path in paths:
            for method in ("GET", "HEAD"):
                for role in ("webhook", "fleet", "auditor", "admin"):
                    opens = role in ("auditor", "admin") or role == "fleet" and path.endswith("last-assignment")
                    answer = self.api(method, path, role=role)
                    self.assertEqual(answer.status, 200 if opens else 403, (path, method, role))
            answer = self.service.ask("GET", f"{path}?code={self.service.keys['admin']}")
            self.assert_problem(answer, 401, "unauthorized")


if __name__ == "__main__":
    unittest.main()
