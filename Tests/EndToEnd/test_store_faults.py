"""When the store cannot answer or cannot record, DPS is told to come again, and never that all is well."""

import json
import os
import resource
import shutil
import threading
import time
import unittest

import databases
from service import PLAIN_TEXT, Service, eventually, request_body


class StoreFaults(unittest.TestCase):
    def setUp(self):
        self.service = Service()
        self.addCleanup(self.service.end)

    def assert_try_again(self, answer):
        self.assertEqual((answer.status, answer.content_type, answer.text), (503, PLAIN_TEXT, "Try again."))
        self.assertRegex(answer.fields.get("retry-after", ""), r"^[1-9][0-9]*$")

    def assert_recorded(self, answer):
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(len(databases.history(self.service.history, answer.request_id)), 1)

    def assert_ready(self):
        eventually(lambda: self.service.ask("GET", "/readyz").status == 200, "readyz answers 200")

    def assert_not_ready(self):
        answer = eventually(
            lambda: (answer := self.service.ask("GET", "/readyz")).status == 503 and answer, "readyz answers 503")
        self.assertEqual(answer.content_type, PLAIN_TEXT)
        return answer.text

    def test_a_history_that_is_locked_beyond_patience_is_503_and_recovers(self):
        self.service.start()
        answers = []

        def ask(method, target):
            client = self.service.client()
            answers.append((target, client.ask(method, target, json.dumps(request_body("sn-0042")))))
            client.close()

        with databases.opened(self.service.history) as other:
            other.execute("BEGIN IMMEDIATE")
            threads = [threading.Thread(target=ask, args=("POST", self.service.target())) for _ in range(3)]
            threads.append(threading.Thread(target=ask, args=("GET", "/readyz")))
            for thread in threads:
                thread.start()
            # Who does not need the history is not held up by those who wait for it.
            self.assertEqual(self.service.ask("GET", "/healthz").status, 200)
            for thread in threads:
                thread.join()
            other.rollback()
        self.assertEqual(len(answers), 4)
        for target, answer in answers:
            if target == "/readyz":
                self.assertEqual((answer.status, answer.text), (503, "inventory: ok\nhistory: unavailable\n"))
            else:
                self.assert_try_again(answer)
        self.assertEqual(databases.history_count(self.service.history), 0)
        self.assert_recorded(self.service.allocate(request_body("sn-0042")))
        self.assert_ready()
        self.assertIn("lock", self.service.errors)

    def test_a_history_that_is_locked_for_a_moment_only_delays(self):
        self.service.start()
        answers = []
        with databases.opened(self.service.history) as other:
            other.execute("BEGIN IMMEDIATE")
            thread = threading.Thread(target=lambda: answers.append(self.service.allocate(request_body("sn-0042"))))
            thread.start()
            thread.join(0.3)
            self.assertEqual(answers, [], "an answer left before its row could be written")
            other.rollback()
        thread.join()
        self.assert_recorded(answers[0])

    def test_writers_of_a_locked_inventory_are_told_to_come_again_and_hold_up_nobody(self):
        self.service.start()
        fields = {"authorization": f"Bearer {self.service.keys['fleet']}"}
        answers = []

        def put(number):
            client = self.service.client()
            body = b'{"division":"toasters"}'
            answers.append(client.ask("PUT", f"/api/devices/locked-{number}", body, {**fields, "if-none-match": "*"}))
            client.close()

        with databases.opened(self.service.inventory) as other:
            other.execute("BEGIN IMMEDIATE")
            start = time.monotonic()
            threads = [threading.Thread(target=put, args=(number,)) for number in range(4)]
            for thread in threads:
                thread.start()
            for path in ("/api/devices/sn-0042", "/api/changes?limit=1", "/api/devices?limit=1"):
                self.assertEqual(self.service.ask("GET", path, None, fields).status, 200)
            self.assertEqual(answers, [], "a write was answered while the inventory was locked")
            self.assertEqual(self.service.allocate(request_body("sn-0042")).status, 200)
            for thread in threads:
                thread.join()
            # Not one patience after the other: twice the five seconds at most.
            self.assertLess(time.monotonic() - start, 12)
            other.rollback()
        for answer in answers:
            self.assertEqual((answer.status, answer.content_type), (503, "application/problem+json"), answer)
        put("after")
        self.assertEqual(answers[-1].status, 201)

    def test_a_history_that_refuses_a_row_is_503_and_recovers(self):
        self.service.start()
        databases.change(
            self.service.history,
            "CREATE TRIGGER refusal BEFORE INSERT ON assignments BEGIN SELECT RAISE(ABORT, 'refused here'); END",
            "CREATE TRIGGER refusal_of_checks BEFORE UPDATE ON readiness BEGIN SELECT RAISE(ABORT, 'refused here'); END")
        for registration_id in ("sn-0042", "nobody-knows-me", "sn-0060"):
            self.assert_try_again(self.service.allocate(request_body(registration_id)))
        self.assertIn("history: unavailable", self.assert_not_ready())
        databases.change(self.service.history, "DROP TRIGGER refusal", "DROP TRIGGER refusal_of_checks")
        self.assert_recorded(self.service.allocate(request_body("sn-0042")))
        self.assert_ready()

    def test_one_row_that_is_refused_does_not_take_the_others_down(self):
        self.service.start()
        databases.change(
            self.service.history,
            "CREATE TRIGGER refusal BEFORE INSERT ON assignments WHEN NEW.registration_id = 'sn-0041'"
            " BEGIN SELECT RAISE(ABORT, 'refused here'); END")
        faults = []

        def ask(registration_id):
            client = self.service.client()
            for _ in range(30):
                answer = self.service.allocate(request_body(registration_id), client)
                if answer.status != (503 if registration_id == "sn-0041" else 200):
                    faults.append((registration_id, answer))
            client.close()

        threads = [threading.Thread(target=ask, args=(f"sn-004{number}",)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(faults, [])
        self.assertEqual(databases.history_count(self.service.history), 5 * 30)

    def test_a_history_without_its_table_is_503_and_recovers(self):
        self.service.start()
        databases.change(self.service.history, "ALTER TABLE assignments RENAME TO mislaid")
        self.assert_try_again(self.service.allocate(request_body("sn-0042")))
        databases.change(self.service.history, "ALTER TABLE mislaid RENAME TO assignments")
        self.assert_recorded(self.service.allocate(request_body("sn-0042")))

    def test_an_inventory_that_cannot_be_read_is_503_and_recovers(self):
        self.service.start()
        for table in ("devices", "revisions", "api_keys"):
            with self.subTest(table=table):
                databases.change(self.service.inventory, "PRAGMA legacy_alter_table = ON", f"ALTER TABLE {table} RENAME TO mislaid")
                # Unreadable keys are a fault of the store and not of whoever shows one: no 401.
                answer = self.service.allocate(request_body("sn-0042"))
                if table != "api_keys" or answer.status != 200:
                    self.assert_try_again(answer)
                databases.change(self.service.inventory, "PRAGMA legacy_alter_table = ON", f"ALTER TABLE mislaid RENAME TO {table}")
                self.assert_recorded(self.service.allocate(request_body("sn-0042")))

    def test_an_inventory_that_cannot_be_read_is_not_ready(self):
        self.service.start()
        databases.change(self.service.inventory, "ALTER TABLE devices RENAME TO mislaid")
        self.assertIn("inventory: unavailable", self.assert_not_ready())

    def test_a_history_file_that_was_removed_is_503_and_never_200(self):
        self.service.start()
        self.assert_recorded(self.service.allocate(request_body("sn-0042")))
        for end in ("", "-wal", "-shm"):
            os.unlink(self.service.history + end)
        for _ in range(3):
            self.assert_try_again(self.service.allocate(request_body("sn-0042")))
        self.assertIn("history: unavailable", self.assert_not_ready())

    def test_a_history_file_that_was_replaced_is_503_or_is_written_to(self):
        self.service.start()
        self.assert_recorded(self.service.allocate(request_body("sn-0042")))
        with Service() as other:
            self.assertEqual(other.stop(), 0)
            for end in ("-wal", "-shm"):
                os.unlink(self.service.history + end)
            replacement = shutil.copy(other.history, self.service.history + ".new")
            os.replace(replacement, self.service.history)
        for _ in range(3):
            answer = self.service.allocate(request_body("sn-0042"))
            if answer.status == 200:
                self.assert_recorded(answer)
            else:
                self.assert_try_again(answer)

    def test_a_full_disk_is_503_and_what_was_answered_is_kept(self):
        # As the service starts SIGXFSZ is ignored, so a file beyond the limit is a failed write, as on a full disk.
        self.service.start(restore_signals=False)
        process = self.service.process.process.pid
        resource.prlimit(process, resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))
        recorded, refused = [], 0
        for number in range(2_000):
            answer = self.service.allocate(request_body(f"full-{number}-contoso-tstrsd-007"))
            if answer.status == 200:
                recorded.append(answer.request_id)
            else:
                self.assert_try_again(answer)
                refused += 1
            if refused == 5:
                break
        self.assertEqual(refused, 5, "the limit was never met")
        self.assertIn("history: unavailable", self.assert_not_ready())
        resource.prlimit(process, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        self.assert_recorded(self.service.allocate(request_body("sn-0042")))
        self.assert_ready()
        self.assertEqual(set(recorded) - set(databases.request_ids(self.service.history)), set())
        self.assertEqual(databases.integrity(self.service.history), "ok")


if __name__ == "__main__":
    unittest.main()
