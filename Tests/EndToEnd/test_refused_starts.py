"""What keeps the service from starting is told in one clear line, and the exit status is 1."""

import json
import os
import pathlib
import socket
import unittest

import databases
from service import SEED, DataFolder, Service, run_program


class RefusedStarts(unittest.TestCase):
    def setUp(self):
        self.folder = DataFolder()
        self.addCleanup(self.folder.remove)

    def assert_one_clear_line(self, result, *words):
        self.assertEqual(result.returncode, 1, result)
        self.assertRegex(result.stderr, r"\Adps-allocator: [^\n]+\n\Z")
        for word in (*words,):
            self.assertIn(word, result.stderr)
        for word in ("Fatal error", "Stack dump", ".swift", "StoreError", "SQLiteError(", "Optional("):
            self.assertNotIn(word, result.stderr)

    def quickstart(self, seed=SEED, data=None):
        return run_program(
            "quickstart", "--from", seed, "--data", data or self.folder.data, "--listen", "127.0.0.1:0", folder=self.folder.folder)

    def set_up(self):
        self.assertEqual(self.folder.run("migrate").returncode, 0)
        self.assertEqual(self.folder.run("seed", "--from", SEED).returncode, 0)

    def serve(self):
        return self.folder.run("serve", "--listen", "127.0.0.1:0")

    def test_a_busy_port(self):
        self.set_up()
        with socket.create_server(("127.0.0.1", 0)) as other:
            address = f"127.0.0.1:{other.getsockname()[1]}"
            for command in (["serve"], ["quickstart", "--from", SEED]):
                self.assert_one_clear_line(self.folder.run(*command, "--listen", address), address, "in use")

    def test_one_busy_port_of_two(self):
        self.set_up()
        with socket.create_server(("127.0.0.1", 0)) as other:
            address = f"127.0.0.1:{other.getsockname()[1]}"
            result = self.folder.run("serve", "--listen", "127.0.0.1:0", "--listen", address)
            self.assert_one_clear_line(result, address)

    def test_an_address_of_another_machine(self):
        self.set_up()
        self.assert_one_clear_line(self.folder.run("serve", "--listen", "192.0.2.1:0"), "192.0.2.1")

    def test_a_data_path_that_is_a_file(self):
        path = self.folder.file("file", "text")
        for data in (path, path + "/below"):
            self.assert_one_clear_line(self.quickstart(data=data), path)
            self.assert_one_clear_line(run_program("migrate", "--data", data), path)
            self.assert_one_clear_line(run_program("serve", "--data", data, "--listen", "127.0.0.1:0"), path)

    def test_a_data_folder_that_cannot_be_made_or_written_to(self):
        # Where even root may not write.
        for data in ("/proc/dps-allocator", "/proc"):
            self.assert_one_clear_line(self.quickstart(data=data), data)

    def test_a_data_folder_that_is_not_there(self):
        self.assert_one_clear_line(self.serve(), self.folder.data, "dps-allocator migrate")

    def test_an_empty_data_folder(self):
        os.mkdir(self.folder.data)
        commands = (
            ["keys", "list"], ["devices", "list"], ["assignments", "list"], ["explain", "sn-0042"], ["seed", "--from", SEED],
            ["serve", "--listen", "127.0.0.1:0"])
        for command in commands:
            self.assert_one_clear_line(self.folder.run(*command), "dps-allocator migrate")
        self.assertEqual(os.listdir(self.folder.data), [])

    def test_one_database_of_two_is_missing(self):
        self.set_up()
        for path in (self.folder.history, self.folder.inventory):
            os.rename(path, path + ".away")
            name = pathlib.Path(path).stem
            self.assert_one_clear_line(self.serve(), name, "dps-allocator migrate")
            self.assertFalse(os.path.exists(path), "a database was made by the way")
            os.rename(path + ".away", path)

    def test_a_database_without_a_schema(self):
        self.set_up()
        os.unlink(self.folder.history)
        pathlib.Path(self.folder.history).touch()
        self.assert_one_clear_line(self.serve(), "history", "dps-allocator migrate")
        self.assertEqual(self.folder.run("migrate").returncode, 0)

    def test_a_file_that_is_no_database(self):
        self.set_up()
        for path in (self.folder.history, self.folder.inventory):
            content = pathlib.Path(path).read_bytes()
            pathlib.Path(path).write_bytes(b"This is not a database. " * 400)
            self.assert_one_clear_line(self.serve(), "not a database")
            self.assert_one_clear_line(self.folder.run("migrate"), "not a database")
            pathlib.Path(path).write_bytes(content)

    def test_a_database_of_a_newer_program(self):
        self.set_up()
        for path in (self.folder.history, self.folder.inventory):
            databases.change(path, "INSERT INTO schema_migrations VALUES ('0999_from_the_future', 'x', 0)")
            for result in (self.serve(), self.folder.run("migrate"), self.quickstart()):
                self.assert_one_clear_line(result, pathlib.Path(path).stem, "0999_from_the_future", "newer")
            databases.change(path, "DELETE FROM schema_migrations WHERE name = '0999_from_the_future'")

    def test_a_database_migrated_with_another_text(self):
        self.set_up()
        for path in (self.folder.history, self.folder.inventory):
            with databases.opened(path) as connection:
                digest = connection.execute("SELECT sha256 FROM schema_migrations").fetchone()[0]
            databases.change(path, "UPDATE schema_migrations SET sha256 = 'other'")
            for result in (self.serve(), self.folder.run("migrate"), self.quickstart()):
                self.assert_one_clear_line(result, pathlib.Path(path).stem, "0001_")
            databases.change(path, ("UPDATE schema_migrations SET sha256 = ?", (digest,)))

    def test_a_missing_seed(self):
        missing = os.path.join(self.folder.folder, "missing.json")
        self.assert_one_clear_line(self.quickstart(missing), missing)
        self.assert_one_clear_line(self.quickstart(self.folder.folder), self.folder.folder)
        self.set_up()
        self.assert_one_clear_line(self.folder.run("seed", "--from", missing), missing)

    def test_a_missing_seed_does_not_matter_once_there_is_data(self):
        with Service() as service:
            self.assertEqual(service.stop(), 0)
            service.start(seed=os.path.join(service.folder, "missing.json"))
            self.assertEqual(service.stop(), 0)

    def broken_seeds(self):
        """What is wrong, a word that the line must have, and the seed's text."""
        with open(SEED, encoding="utf-8") as stream:
            good = json.load(stream)
        devices, rules = good["devices"], good["rules"]
        device = devices[-1]

        def changed(**members):
            return json.dumps({**good, **members})

        yield "cut short", "line", json.dumps(good)[:-40]
        yield "no object", "", "[]"
        yield "empty", "", ""
        yield "not UTF-8", "", json.dumps(good).replace("Redmond", "\udcff").encode("utf-8", "surrogateescape")
        yield "devices no list", "devices", changed(devices={})
        yield "no division", "", changed(devices=[{"registrationId": "x-1"}])
        broken = {**device, "registrationId": "ends."}
        yield "an ID that breaks the rules", "/devices/34/registrationId", changed(devices=[*devices, broken])
        yield "an unknown status", "asleep", changed(devices=[{**device, "status": "asleep"}])
        yield "a twin that is no object", "twin", changed(devices=[{**device, "twin": 7}])
        yield "an unknown rule kind", "prefix", changed(rules=[{**rules[0], "kind": "prefix"}])
        broken = {"kind": "suffix", "pattern": "-x", "division": "ovens"}
        yield "a rule to nowhere", "ovens", changed(rules=[*rules, broken])
        broken = {"registrationId": "x-1", "division": "ovens"}
        yield "a device of no division", "ovens", changed(devices=[*devices, broken])

    def test_a_broken_seed(self):
        for fault, word, text in self.broken_seeds():
            with self.subTest(fault=fault):
                path = self.folder.file("broken.json", text)
                data = os.path.join(self.folder.folder, fault.replace(" ", "-"))
                self.assert_one_clear_line(self.quickstart(path, data), "broken.json", word)

    def test_a_broken_seed_leaves_nothing_behind(self):
        for fault, _, text in self.broken_seeds():
            with self.subTest(fault=fault):
                folder = DataFolder()
                self.addCleanup(folder.remove)
                self.assertEqual(folder.run("migrate").returncode, 0)
                before = databases.dump(folder.inventory)
                self.assertEqual(folder.run("seed", "--from", folder.file("broken.json", text)).returncode, 1)
                self.assertTrue(databases.dump(folder.inventory) == before, "a part of the seed was added")


if __name__ == "__main__":
    unittest.main()
