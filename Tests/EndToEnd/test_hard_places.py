"""Commands whose output goes nowhere, whose disk is full, and which are told to stop half-way."""

import os
import pathlib
import resource
import signal
import subprocess
import unittest

import databases
from device_files import lines, seeded_folder
from service import PATIENCE, PROGRAM, eventually


def start(*words, **options):
    return subprocess.Popen([PROGRAM, *map(str, words)], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **options)


class Output(unittest.TestCase):
    def test_output_that_cannot_be_written_is_a_failure(self):
        folder = seeded_folder(self)
        for words in (["--help"], ["devices", "list", "--data", folder.data], ["devices", "export", "--data", folder.data],
                      ["keys", "list", "--format", "json", "--data", folder.data]):
            with self.subTest(words=words), open("/dev/full", "wb") as full:
                process = start(*words, stdout=full)
                _, errors = process.communicate(timeout=PATIENCE)
                self.assertEqual(
                    (process.returncode, errors),
                    (1, "dps-allocator: standard output cannot be written: No space left on device\n"))

    def test_a_reader_that_has_seen_enough_ends_the_program_and_nothing_is_said(self):
        folder = seeded_folder(self)
        self.assertEqual(folder.run("devices", "import", folder.file("many.csv", lines(20_000))).returncode, 0)
        process = start("devices", "export", "--data", folder.data, stdout=subprocess.PIPE)
        self.assertTrue(process.stdout.readline().startswith("registrationId,"))
        process.stdout.close()
        errors = process.stderr.read()
        process.stderr.close()
        self.assertEqual((process.wait(PATIENCE), errors), (-signal.SIGPIPE, ""))


class Room(unittest.TestCase):
    """A limit upon the size of files stands for a disk that is full."""

    def import_within(self, folder, path, size):
        process = start(
            "devices", "import", path, "--data", folder.data, stdout=subprocess.PIPE,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
        output, errors = process.communicate(timeout=PATIENCE)
        return process.returncode, output, errors

    def test_an_import_without_room_leaves_the_inventory_as_it_was_and_says_why_in_one_line(self):
        folder = seeded_folder(self)
        path = folder.file("many.csv", lines(40_000))
        before = databases.dump(folder.inventory)
        for size, plans in ((1 << 20, 0), (6 << 20, 1)):
            with self.subTest(size=size):
                status, output, errors = self.import_within(folder, path, size)
                self.assertEqual((status, output, errors.count("\n")), (1, "", 1), errors)
                self.assertRegex(errors, "(?i)disk")
                self.assertEqual(databases.dump(folder.inventory), before)
                self.assertEqual(databases.integrity(folder.inventory), "ok")
                kept = os.listdir(os.path.join(folder.data, "imports"))
                self.assertEqual(len(kept), plans, kept)
        # The plan that could not be applied can be, once there is room.
        plan = errors.split()[-1]
        self.assertIn("nothing was imported", errors)
        applied = folder.run("imports", "apply", plan)
        self.assertIn("40000 created", applied.stdout, applied)


class Interrupted(unittest.TestCase):
    def test_ctrl_c_in_the_middle_of_an_import_leaves_the_inventory_as_it_was_and_what_is_left_is_swept_away(self):
        folder = seeded_folder(self)
        path = folder.file("many.csv", lines(200_000))
        before = databases.dump(folder.inventory)
        plans = pathlib.Path(folder.data, "imports")
        process = start("devices", "import", path, "--data", folder.data, stdout=subprocess.DEVNULL)
        eventually(lambda: list(plans.glob("*.unfinished")) or process.poll() is not None, "it plans")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, -signal.SIGINT)
        self.assertEqual(databases.dump(folder.inventory), before)
        done = folder.run("devices", "import", folder.file("few.csv", lines(3)))
        self.assertIn("3 created", done.stdout, done)
        self.assertEqual(list(plans.iterdir()), [])


if __name__ == "__main__":
    unittest.main()
