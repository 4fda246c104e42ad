#!/usr/bin/env python3
"""Runs the tests of the console, in Chromium, against the program that DPS_ALLOCATOR names (default: .build/release/dps-allocator).

    run.py                   all suites, two at a time; ends with "N passed, N failed"; status 1 when anything failed
    run.py SUITE...          these only, for example test_sign_in, or one test: test_sign_in.SignIn.test_...
"""

import concurrent.futures
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
import unittest

sys.dont_write_bytecode = True
FOLDER = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER), str(FOLDER.parent / "EndToEnd")]
PYTHON = FOLDER.parents[1] / ".build-console/bin/python"

AT_ONCE = 2
SUITE_LIMIT = 180
# Those that take longest come first, so that the others run beside them.
FIRST = ["test_every_page", "test_sizes"]


class Lines(unittest.TextTestResult):
    """A line for each test: what it says, and its seconds."""

    def startTest(self, test):
        super().startTest(test)
        self.begun = time.monotonic()

    def stopTest(self, test):
        failed = any(test is getattr(one, "test_case", one) for one, _ in self.failures + self.errors)
        name = test.id().split(".")[-1].removeprefix("test_").replace("_", " ")
        print(f"{'FAILED' if failed else 'passed'} {time.monotonic() - self.begun:5.1f} s  {type(test).__module__}: {name}", flush=True)
        super().stopTest(test)


def run_here(suite):
    """Runs one suite in this process; returns how many passed, how many failed."""
    tests = unittest.defaultTestLoader.loadTestsFromName(suite)
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=0, resultclass=Lines).run(tests)
    # A test with several failing parts is one test that failed.
    failed = {getattr(test, "test_case", test).id() for test, _ in result.failures + result.errors}
    began = {one for one in failed if not one.startswith(("setUpClass", "tearDownClass", "setUpModule"))}
    if result.testsRun == 0:
        failed.add("nothing ran")
    return result.testsRun - len(began), len(failed)


def run_apart(suite):
    """Runs one suite in a process of its own; returns how many passed, how many failed, and what it printed."""
    process = subprocess.Popen(
        [sys.executable, "-B", __file__, suite], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        output, _ = process.communicate(timeout=SUITE_LIMIT)
    except subprocess.TimeoutExpired:
        process.terminate()
        output = process.communicate()[0] + f"\n{suite} did not end within {SUITE_LIMIT} s\n"
    counts = re.search(r"^(\d+) passed, (\d+) failed$", output, re.MULTILINE)
    passed, failed = map(int, counts.groups()) if counts else (0, 1)
    return passed, failed, output[:counts.start()] if counts else output


def run_all():
    suites = sorted((path.stem for path in FOLDER.glob("test_*.py")), key=lambda suite: (suite not in FIRST, suite))
    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as workers:
        for future in concurrent.futures.as_completed([workers.submit(run_apart, suite) for suite in suites]):
            suite_passed, suite_failed, output = future.result()
            passed += suite_passed
            failed += suite_failed
            # Of a suite without a fault only what it measured and its tests are of interest.
            told = output if suite_failed else "\n".join(re.findall(r"^(?:passed|measured) .*$", output, re.MULTILINE)) + "\n"
            print(told, end="", flush=True)
    return passed, failed


def main():
    # So that a suite that is ended still ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if PYTHON.exists() and pathlib.Path(sys.prefix) != PYTHON.parents[1]:
        os.execv(PYTHON, [PYTHON, "-B", __file__, *sys.argv[1:]])
    try:
        from browser import Browser  # noqa: F401
        from service import PROGRAM
    except ImportError as fault:
        sys.exit(f"{fault}; .ci/prepare-console makes it ready")
    if not os.access(PROGRAM, os.X_OK):
        sys.exit(f"there is no program {PROGRAM}; build it, or name one with DPS_ALLOCATOR")
    if len(sys.argv) > 1:
        counts = [run_here(suite.removesuffix(".py")) for suite in sys.argv[1:]]
        passed, failed = map(sum, zip(*counts))
    else:
        passed, failed = run_all()
    print(f"{passed} passed, {failed} failed", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
