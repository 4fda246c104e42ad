"""What was decided, on the command line: list, show, summary, and tail that follows."""

import json
import re
import signal
import subprocess
import unittest

from decided import FILTERS, REQUESTS, decide
from service import PATIENCE, PROGRAM, TOASTERS_HUB, Process, request_body, run_program
from service_test_case import ServiceTestCase
from terminal import run_on_terminal


class AssignmentsCommands(ServiceTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.count = decide(cls.service, times=2, threads=1)

    def rows(self, *words):
        return json.loads(self.run_well("assignments", "list", "--format", "json", *words))

    def test_each_filter_leaves_what_it_means_in_both_orders_on_any_pages(self):
        everything = self.rows("--limit", "10000", "--oldest-first")
        for _, words, means in FILTERS:
            expected = [row["id"] for row in everything if means(row)]
            for more, wanted in ([], expected[::-1]), (["--oldest-first"], expected):
                with self.subTest(words=words, more=more):
                    found, after = [], []
                    while page := self.rows(*words, *more, "--limit", "5", *after):
                        found += [row["id"] for row in page]
                        after = ["--after", str(found[-1])]
                    self.assertEqual(found, wanted)

    def test_one_decision_is_shown_with_all_that_is_known(self):
        row = self.rows("--registration-id", "breakroom499-contoso-tstrsd-007", "--limit", "1")[0]
        shown = self.run_well("assignments", "show", row["id"], "--format", "json")
        self.assertEqual(json.loads(shown), row)
        text = self.run_well("assignments", "show", row["id"])
        for name in row:
            self.assertRegex(text, rf"(?m)^{name} +\S")
        missing = self.service.run("assignments", "show", "999999999")
        self.assertEqual((missing.returncode, missing.stderr), (1, "dps-allocator: there is no decision 999999999\n"))

    def test_a_summary_is_a_table_with_bars(self):
        text = self.run_well("assignments", "summary", "--by", "reason", "--since", "1h")
        heading, *lines = text.splitlines()
        self.assertEqual(heading.split(), ["WHEN", "(UTC)", "REASON", "COUNT"])
        bars = lines[:lines.index("")]
        self.assertTrue(all(re.search(r" +[\d,]+  #+$", line) for line in bars), text)
        self.assertEqual(max(line.count("#") for line in bars), 40)
        summary = json.loads(self.run_well("assignments", "summary", "--by", "reason", "--since", "1h", "--format", "json"))
        self.assertEqual((summary["by"], summary["bucket"]), ("reason", "hour"))
        self.assertGreaterEqual(sum(total["count"] for total in summary["totals"]), self.count)
        nothing = self.run_well("assignments", "summary", "--since", "2020-01-01T00:00:00Z", "--until", "2020-01-02T00:00:00Z")
        self.assertEqual(nothing, "nothing was decided from 2020-01-01T00:00:00.000Z to 2020-01-02T00:00:00.000Z\n")

    def test_bars_fit_the_terminal_and_have_colours_only_where_they_are_wanted(self):
        for columns in (60, 80, 132):
            for by in ("outcome", "hub", "division"):
                status, shown = run_on_terminal(
                    "assignments", "summary", "--by", by, "--data", self.service.data, columns=columns,
                    environment={"NO_COLOR": "1"})
                self.assertEqual(status, 0, shown)
                self.assertNotIn("\x1b", shown)
                self.assertTrue(all(len(line) <= columns for line in shown.splitlines()), shown)
                self.assertIn("#" * 10, shown)
        _, shown = run_on_terminal("assignments", "summary", "--data", self.service.data, columns=100)
        self.assertIn("\x1b[32massigned\x1b[0m", shown)
        self.assertNotIn("\x1b", self.run_well("assignments", "summary"))

    def test_wrong_words_are_64_before_anything_is_opened(self):
        for words in (
            ["list", "--outcome", "held"], ["list", "--since", "soon"], ["list", "--after", "0"], ["list", "--rule", "x"],
            ["show"], ["show", "x"], ["show", "0"], ["export", "--as", "xml"], ["export", "--as", "ndjson", "--bom"],
            ["export", "--limit", "1"], ["summary", "--by", "colour"], ["summary", "--in", "week"],
            ["summary", "--since", "1h", "--until", "2h"], ["summary", "--in", "minute", "--since", "90d"],
            ["tail", "--lines", "-1"], ["tail", "--format", "xml"], ["tail", "--oldest-first"],
        ):
            with self.subTest(words=words):
                result = run_program("assignments", *words, folder="/")
                self.assertEqual((result.returncode, result.stdout), (64, ""), result)

    def test_without_a_history_there_is_one_line(self):
        for words in (["list"], ["show", "1"], ["export"], ["summary"], ["tail"]):
            result = run_program("assignments", *words, "--data", self.service.folder + "/nowhere")
            self.assertEqual((result.returncode, result.stdout, result.stderr.count("\n")), (1, "", 1), result)

    def tail(self, *words):
        process = Process(["assignments", "tail", "--data", self.service.data, *words], self.service.folder)
        self.addCleanup(process.kill)
        return process

    def test_tail_begins_with_the_last_ones_and_goes_on_with_new_ones(self):
        process = self.tail("--format", "json", "--lines", "3")
        last = [json.loads(process.next_line()) for _ in range(3)]
        self.assertEqual(last, self.rows("--limit", "1000", "--oldest-first", "--after", str(last[0]["id"] - 1))[:3])
        made = [self.service.allocate(request).request_id for request in REQUESTS]
        seen = [json.loads(process.next_line())["requestId"] for _ in made]
        self.assertEqual(seen, made)
        process.signal(signal.SIGINT)
        self.assertEqual((process.wait(), process.errors), (0, ""))

    def test_tail_shows_what_a_filter_means_and_nothing_else(self):
        for registration_id in ("followed-1", "followed-2", "other-1"):
            self.service.allocate(request_body(registration_id))
        process = self.tail("--lines", "1", "--registration-id-prefix", "Followed-", "--outcome", "rejected")
        shown = r"^\d{4}-\d\d-\d\dT[\d:.]+Z  \d+  %s  refused: unrecognizedDevice$"
        self.assertRegex(process.next_line(), shown % "followed-2")
        for registration_id in ("other-1", "followed-contoso-tstrsd-007", "FOLLOWED-3"):
            self.service.allocate(request_body(registration_id))
        self.assertRegex(process.next_line(), shown % "FOLLOWED-3")
        process.signal(signal.SIGTERM)
        self.assertEqual((process.wait(), process.errors), (0, ""))

    def test_tail_ends_when_nobody_reads_it_though_nothing_is_decided(self):
        process = subprocess.Popen(
            [PROGRAM, "assignments", "tail", "--data", self.service.data, "--lines", "1", "--hub", TOASTERS_HUB],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(process.kill)
        self.assertIn(b"  assigned to ", process.stdout.readline())
        process.stdout.close()
        errors = process.stderr.read()
        process.stderr.close()
        self.assertEqual((process.wait(PATIENCE), errors), (0, b""))


if __name__ == "__main__":
    unittest.main()
