"""verify: whether the history is what was written, and a hash kept elsewhere still holds."""

import json
import signal

import chain
import databases
from service import TOASTERS_HUB, request_body
from service_test_case import ServiceTestCase

TWELVE_HOURS = 12 * 3_600_000


class Verify(ServiceTestCase):
    def decide(self, count, name="x"):
        for number in range(count):
            answer = self.service.allocate(request_body(
                f"{name}{number}-contoso-{'tstrsd-007' if number % 2 else 'unknown'}"))
            self.assertIn(answer.status, (200, 400))

    def verified(self, *words):
        return json.loads(self.run_well("verify", *words, "--format", "json"))

    def assert_found(self, *words):
        """Fails in one line with these words."""
        result = self.service.run("verify")
        self.assertEqual((result.returncode, result.stdout), (1, ""), result)
        self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
        for word in words:
            self.assertIn(word, result.stderr)
        found = self.service.run("verify", "--format", "json")
        self.assertEqual(found.returncode, 1)
        self.assertFalse(json.loads(found.stdout)["isIntact"])

    def test_1_every_link_is_what_another_program_computes(self):
        self.decide(40)
        with databases.opened(self.service.history) as connection:
            connection.row_factory = None
            links = list(chain.links(connection))
        self.assertEqual(len(links), 40)
        for place, computed, kept in links:
            self.assertEqual(computed.hex(), kept.hex(), place)
        found = self.verified()
        self.assertEqual((found["isIntact"], found["verified"], found["head"]), (True, 40, links[-1][2].hex()))

    def test_2_a_head_that_was_kept_is_found_again_over_restarts(self):
        self.decide(3)
        head = self.verified()
        self.assertEqual(self.service.stop(), 0)
        self.service.start()
        self.decide(5, "later")
        later = self.verified("--against", head["head"].upper())
        self.assertEqual(later["against"], f"assignment {head['lastAssignment']}")
        self.assertEqual(later["verified"], head["verified"] + 5)
        lines = self.run_well("verify", "--against", head["head"]).splitlines()
        self.assertEqual(lines[-2:], [f"the hash is that of assignment {head['lastAssignment']}", f"head hash  {later['head']}"])
        result = self.service.run("verify", "--against", "0" * 64)
        self.assertEqual(result.returncode, 1, result)
        self.assertIn("no link of the history is this hash", result.stderr)
        self.assertEqual(self.service.run("verify", "--against", "abc").returncode, 64)

    def test_3_the_chain_goes_on_after_a_power_cut(self):
        self.decide(4, "before")
        self.service.kill()
        self.service.start(command="serve")
        self.decide(4, "after")
        self.verified()

    def test_4_times_do_not_go_back_when_the_clock_does(self):
        self.assertEqual(self.service.stop(signal.SIGINT), 0)
        # As if the clock had been half a day ahead when the last row was written: its link is made anew, for it is no tampering.
        with databases.opened(self.service.history) as connection:
            connection.row_factory = None
            connection.execute(
                "UPDATE assignments SET decided_at = decided_at + ? WHERE assignment_id = (SELECT max(assignment_id) FROM assignments)",
                [TWELVE_HOURS])
            place, computed, _ = list(chain.links(connection))[-1]
            connection.execute("UPDATE assignments SET link = ? WHERE assignment_id = ?", [computed, int(place.split()[1])])
        for name in ("first", "second"):
            self.service.start(command="serve")
            self.decide(2, name)
            self.assertEqual(self.service.stop(), 0)
        found = self.verified()
        self.assertEqual((found["isIntact"], found["clockSteps"]), (True, 1))
        with databases.opened(self.service.history) as connection:
            kind, detail = connection.execute("SELECT kind, detail FROM events").fetchone()
            times = [row[0] for row in connection.execute("SELECT decided_at FROM assignments ORDER BY assignment_id")]
        self.assertEqual((kind, times), ("clock stepped", sorted(times)))
        self.assertEqual(len(set(times[-5:])), 1)
        self.assertAlmostEqual(json.loads(detail)["by"], -TWELVE_HOURS, delta=120_000)
        self.assertIn("the clock was set once", self.run_well("verify"))
        self.service.start(command="serve")

    def test_5_tampering_is_found_at_its_place(self):
        def tamper(sql, *words):
            with databases.opened(self.service.history) as connection:
                connection.execute("PRAGMA foreign_keys = OFF")
                before = connection.execute("SELECT * FROM assignments WHERE assignment_id IN (9, 10)").fetchall()
                connection.execute(sql)
            self.assert_found(*words)
            with databases.opened(self.service.history) as connection:
                connection.execute("DELETE FROM assignments WHERE assignment_id IN (9, 10)")
                marks = ",".join("?" * len(before[0]))
                connection.executemany(f"INSERT INTO assignments VALUES ({marks})", [tuple(row) for row in before])
            self.verified()

        tamper("UPDATE assignments SET registration_id = 'other' WHERE assignment_id = 9", "assignment 9 was changed")
        tamper("UPDATE assignments SET link = NULL WHERE assignment_id = 10", "assignment 10 has no link")
        tamper("DELETE FROM assignments WHERE assignment_id = 10", "assignment 10 was removed")
        tamper("DELETE FROM assignments WHERE assignment_id IN (9, 10)", "assignments 9 to 10 were removed")
        # Rows that come behind tampering are chained to what is there, and it stays the first thing found.
        databases.change(
            self.service.history, ("UPDATE names SET name = 'elsewhere' WHERE name = ?", [TOASTERS_HUB]))
        self.decide(3, "more")
        self.assert_found("assignment 2 ")
