"""Old decisions are taken away, by a command and beside the service, and what is left is still proven."""

import concurrent.futures
import json
import os

import chain
import databases
from service import eventually, request_body
from service_test_case import ServiceTestCase

BLOCK = 2_048
# So many decisions are counted at once, and only what is counted is pruned.
RUN = 4 * BLOCK


class Retention(ServiceTestCase):
    devices = 20

    def decide(self, count):
        """Makes so many decisions, over some connections at once."""
        def work(numbers):
            client = self.service.client()
            for number in numbers:
                body = request_body(f"x{number % self.devices}-contoso-tstrsd-007")
                self.assertEqual(self.service.allocate(body, client=client).status, 200)
            client.close()

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            list(pool.map(work, [range(start, count, 8) for start in range(8)]))

    def verified(self, *words):
        found = json.loads(self.run_well("verify", *words, "--format", "json"))
        self.assertTrue(found["isIntact"])
        return found

    def pruned(self, *words):
        return json.loads(self.run_well("prune", *words, "--format", "json"))["pruned"]

    def assert_chained(self):
        """What another program computes over the runs that were cut out."""
        with databases.opened(self.service.history) as connection:
            connection.row_factory = None
            for place, computed, kept in chain.links(connection):
                self.assertEqual(computed, kept, place)

    def test_1_the_command_prunes_when_no_service_runs(self):
        self.decide(RUN + BLOCK)
        head = self.verified()["head"]
        result = self.service.run("prune", "--keep-rows", "100")
        self.assertEqual(result.returncode, 1, result)
        self.assertIn("another dps-allocator serves the folder", result.stderr)
        self.assertEqual(self.service.run("prune").returncode, 64)
        for wrong in ("90", "0d", "d", "-1d", "3w", "99999999d"):
            self.assertEqual(self.service.run("prune", "--keep", wrong).returncode, 64, wrong)

        self.assertEqual(self.pruned("--keep", "1d"), 0) if self.service.stop() == 0 else self.fail("not stopped")
        size = os.path.getsize(self.service.history)
        planned = self.pruned("--keep-rows", "100", "--dry-run")
        self.assertEqual(planned, RUN - self.devices)
        self.assertEqual(databases.history_count(self.service.history), RUN + BLOCK)
        self.assertEqual(self.pruned("--keep-rows", "100"), planned)
        self.assertEqual(databases.history_count(self.service.history), RUN + BLOCK - planned)
        self.assertLess(os.path.getsize(self.service.history), size // 2)
        self.assertEqual(databases.integrity(self.service.history), "ok")

        refused = self.service.run("verify", "--against", head)
        self.assertEqual(refused.returncode, 1, refused)
        self.assertIn(f"{planned:,} decisions before it were pruned after it", refused.stderr)
        found = self.verified("--against", head, "--pruned-since")
        self.assertEqual(found["prunedSince"], planned)
        self.assertEqual((found["against"], found["pruned"]), (f"assignment {RUN + BLOCK}", planned))
        self.assertIn(f"{planned:,} decisions were pruned", self.run_well("verify"))
        self.assert_chained()
        firsts = json.loads(self.run_well(
            "assignments", "list", "--registration-id", "x3-contoso-tstrsd-007", "--limit", "10000", "--format", "json"))
        self.assertLessEqual(firsts[-1]["id"], 8 * self.devices)
        self.assertEqual(self.pruned("--keep-rows", "100"), 0)

    def test_2_the_service_prunes_beside_decisions(self):
        self.service.start(command="serve", options=["--keep-rows", "500"])
        before = databases.history_count(self.service.history)
        self.decide(RUN)
        eventually(
            lambda: databases.history_count(self.service.history) < before + BLOCK, "rows are pruned beside decisions")
        self.decide(50)
        found = self.verified()
        self.assertGreaterEqual(found["pruned"], RUN + 2 * BLOCK)
        self.assert_chained()
        self.assertEqual(self.service.errors, "")

    def test_3_a_power_cut_leaves_a_block_pruned_or_not(self):
        for _ in range(4):
            self.decide(BLOCK)
            self.service.kill()
            self.verified()
            self.assert_chained()
            self.service.start(command="serve", options=["--keep-rows", "1"])
        self.assertEqual(self.service.stop(), 0)
        self.verified()

    def test_4_what_was_tampered_with_is_not_pruned(self):
        with databases.opened(self.service.history) as connection:
            last = connection.execute("SELECT max(assignment_id) FROM assignments").fetchone()[0]
            connection.execute("UPDATE assignments SET registration_id = 'other' WHERE assignment_id = ?", [last - 5])
        self.service.start(command="serve", options=["--keep-rows", "1"])
        self.decide(RUN)
        eventually(lambda: "nothing is pruned from there on" in self.service.errors, "the fault is in the log")
        self.assertIn(f"assignment {last - 5} ", self.service.run("verify").stderr)
