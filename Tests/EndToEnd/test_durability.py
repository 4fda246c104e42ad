"""The power fails under load: what was answered is kept, and the service comes back by itself."""

import http.client
import random
import threading
import unittest

import databases
from service import SEED, DataFolder, Process, Service, request_body

ROUNDS = 20
THREADS = 8


class Load:
    """Threads that ask until the service is gone."""

    def __init__(self, service, round_number, enough):
        self.service = service
        self.answered = []
        self.unexpected = []
        self.enough = enough
        self.has_enough = threading.Event()
        self.threads = [threading.Thread(target=self._ask, args=(f"r{round_number}-t{number}",)) for number in range(THREADS)]
        for thread in self.threads:
            thread.start()

    def _ask(self, name):
        client = self.service.client()
        number = 0
        try:
            while True:
                number += 1
                answer = self.service.allocate(request_body(f"{name}-{number}-contoso-tstrsd-007"), client)
                if answer.status != 200:
                    self.unexpected.append(answer)
                    break
                self.answered.append(answer.request_id)
                if len(self.answered) >= self.enough:
                    self.has_enough.set()
        except (http.client.HTTPException, OSError):
            pass
        finally:
            client.close()
            self.has_enough.set()

    def join(self):
        for thread in self.threads:
            thread.join()


class Durability(unittest.TestCase):
    def test_after_each_of_twenty_kills_under_load_every_answer_has_its_row(self):
        generator = random.Random()
        acknowledged = set()
        with Service() as service:
            for number in range(ROUNDS):
                # So many answers in all before the kill, so that it comes at any moment of a batch.
                load = Load(service, number, generator.randint(1, 600))
                load.has_enough.wait()
                service.kill()
                load.join()
                self.assertEqual(load.unexpected, [])
                acknowledged.update(load.answered)
                service.start("serve")
                self.assertEqual(service.ask("GET", "/readyz").status, 200)
                kept = databases.request_ids(service.history)
                self.assertEqual(len(kept), len(set(kept)), "a request has two rows")
                self.assertEqual(acknowledged - set(kept), set(), f"answers without a row in round {number}")
                for path in (service.inventory, service.history):
                    self.assertEqual(databases.integrity(path), "ok")
            self.assertGreater(len(acknowledged), ROUNDS)
            rows = databases.history(service.history)
            self.assertTrue(all(row["outcome"] == "assigned" and row["twin"] for row in rows))
            self.assertEqual(service.stop(), 0)
            self.assertEqual(service.errors, "")

    def test_a_first_start_that_was_killed_is_made_whole_by_the_next(self):
        reference = DataFolder()
        self.addCleanup(reference.remove)
        for words in (["migrate"], ["seed", "--from", SEED]):
            self.assertEqual(reference.run(*words).returncode, 0)
        for lines in range(12):
            with self.subTest(killed_after_lines=lines):
                folder = Service()
                self.addCleanup(folder.end)
                first = Process(
                    ["quickstart", "--from", SEED, "--data", folder.data, "--listen", "127.0.0.1:0"], folder.folder)
                for _ in range(lines):
                    first.next_line()
                first.kill()
                folder.start()
                for path in (folder.inventory, folder.history):
                    self.assertEqual(databases.integrity(path), "ok")
                self.assertEqual(inventory_of(folder), inventory_of(reference))
                self.assertEqual(folder.stop(), 0)


def inventory_of(folder):
    """What is registered, without the times."""
    with databases.opened(folder.inventory) as inventory:
        return [
            tuple(row) for query in (
                "SELECT name, noun, hub_pattern, twin FROM divisions ORDER BY 1", "SELECT kind, pattern, position FROM rules ORDER BY 3",
                "SELECT registration_id, status, twin, pinned_hub, revision FROM devices ORDER BY 1")
            for row in inventory.execute(query)]


if __name__ == "__main__":
    unittest.main()
