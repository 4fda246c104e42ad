"""The numbers that say how the service is."""

import os
import unittest
from datetime import datetime

from service import request_body
from service_test_case import ServiceTestCase


class ServiceHealth(ServiceTestCase):
    def health(self):
        answer = self.api("GET", "/api/service", role="auditor")
        self.assertEqual((answer.status, answer.content_type), (200, "application/json"), answer)
        return answer.json

    def stored(self, database):
        return sum(os.path.getsize(path) for path in (database, f"{database}-wal") if os.path.exists(path))

    def test_the_numbers_move_with_decisions(self):
        before = self.health()
        self.assertEqual(before["writerQueue"], {"waiting": 0, "capacity": 20_000})
        for number in range(5):
            self.assertEqual(self.service.allocate(request_body(f"sn-{number}-contoso-tstrsd-007")).status, 200)
        self.assertEqual(self.service.ask("GET", "/api/service").status, 401)
        after = self.health()
        self.assertEqual(after["startedAt"], before["startedAt"])
        self.assertLessEqual(datetime.fromisoformat(after["startedAt"]), datetime.fromisoformat(before["now"]))
        self.assertLess(datetime.fromisoformat(before["now"]), datetime.fromisoformat(after["now"]))
        times, earlier = after["answerTime"], before["answerTime"]
        self.assertEqual(times["count"] - earlier["count"], 5)
        self.assertGreater(times["sumMilliseconds"], earlier["sumMilliseconds"])
        counts = [bucket["count"] for bucket in times["buckets"]]
        self.assertEqual((counts, counts[-1]), (sorted(counts), times["count"]))
        self.assertIsNone(times["buckets"][-1]["upToMilliseconds"])
        self.assertEqual(after["unauthorized"] - before["unauthorized"], 1)
        metrics = self.api("GET", "/metrics", role="auditor").text
        self.assertRegex(metrics, rf"(?m)^dps_allocator_decision_seconds_count {times['count']}$")

    def test_storage_is_that_of_the_files(self):
        self.assertEqual(self.service.allocate(request_body("stored-contoso-tstrsd-007")).status, 200)
        storage = self.health()["storage"]
        self.assertEqual(storage["inventoryBytes"], self.stored(self.service.inventory))
        # The service may write at any time; it never takes away.
        self.assertLessEqual(storage["historyBytes"], self.stored(self.service.history))
        self.assertGreater(storage["historyBytes"], 0)
        self.assertGreater(storage["freeBytes"], 0)


if __name__ == "__main__":
    unittest.main()
