"""What is shown on a terminal: tables that fit it, colours, and a bar that is drawn over itself."""

import json
import re
import unicodedata
import unittest

from device_files import lines, seeded_folder
from service import SEED, DataFolder
from terminal import run_on_terminal

COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def width(text):
    """The columns of a text without colours."""
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1
        for one in COLOURS.sub("", text))


class Tables(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = DataFolder()
        cls.addClassCleanup(cls.folder.remove)
        for words in (
            ["migrate"], ["seed", "--from", SEED],
            ["devices", "put", "long-1", "--division", "toasters", "--status", "held", "--reason", "waits", "--label", "東京" * 9,
             "--label", "b" * 60, "--note", "words " * 40, "--twin", json.dumps({"tags": {"long": "x" * 200}})],
        ):
            done = cls.folder.run(*words)
            assert done.returncode == 0, done

    def show(self, *words, **options):
        status, shown = run_on_terminal(*words, "--data", self.folder.data, **options)
        self.assertEqual(status, 0, shown)
        return shown

    def test_every_table_fits_the_terminal_and_is_whole_in_a_pipe(self):
        tables = [
            ["devices", "list"], ["devices", "show", "long-1"], ["divisions", "list"], ["divisions", "show", "toasters"],
            ["rules", "list"], ["changes"], ["devices", "timeline", "long-1"], ["imports", "list"], ["explain", "long-1"],
            ["assignments", "list"], ["keys", "list"],
        ]
        for words in tables:
            for columns in (60, 80, 132):
                with self.subTest(words=words, columns=columns):
                    for line in self.show(*words, columns=columns).splitlines():
                        # A sentence under a table is not part of it.
                        self.assertTrue(width(line) <= columns or words[0] == "explain" and "  " not in line, line)
        listed = self.folder.run("devices", "list").stdout
        self.assertIn("東京" * 9, listed)
        self.assertNotIn("…", listed)
        self.assertIn("…", self.show("devices", "list"))

    def test_what_was_asked_for_by_name_is_wrapped_and_not_cut(self):
        shown = self.show("devices", "show", "long-1", columns=60)
        self.assertNotIn("…", shown)
        self.assertEqual(shown.count("x"), 200)
        self.assertEqual(shown.count("words"), 40)

    def test_colours_are_for_terminals_that_want_them(self):
        self.assertIn("\x1b[33mheld\x1b[0m", self.show("devices", "list", "--status", "held", columns=200))
        for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
            shown = self.show("devices", "list", "--status", "held", columns=200, environment=environment)
            self.assertNotIn("\x1b", shown)
            self.assertIn("held", shown)
        self.assertIn("\x1b", self.show("devices", "list", environment={"NO_COLOR": ""}))
        self.assertNotIn("\x1b", self.folder.run("devices", "list").stdout)
        self.assertNotIn("\x1b", self.show("devices", "list", "--format", "json"))

    def test_a_terminal_that_does_not_know_its_size_is_shown_all(self):
        self.assertEqual(
            COLOURS.sub("", self.show("devices", "list", columns=0)), self.folder.run("devices", "list").stdout)

    def test_a_long_import_is_a_bar_on_a_terminal_and_no_line_of_it_stays(self):
        folder = seeded_folder(self)
        path = folder.file("bar.csv", lines(60_000, "bar"))
        _, shown = run_on_terminal("devices", "import", path, "--data", folder.data, columns=120, on=("stdout", "stderr"))
        self.assertRegex(shown, r"\rplanning  \[#*\.*\]  +\d+ %  [\d,]+ rows, [\d,]+/s")
        self.assertRegex(shown, r"\rapplying  \[")
        left = [line.rpartition("\x1b[K")[2] for line in shown.split("\n")]
        self.assertTrue(left[0].startswith("imported as change set "), left)
        apart = folder.run("devices", "import", path)
        self.assertEqual(apart.stderr, "")


if __name__ == "__main__":
    unittest.main()
