#!/usr/bin/env python3
"""Runs the tests of the console, in Chromium, against the program that DPS_ALLOCATOR names (default: .build/release/dps-allocator).

    run.py                   all suites, two at a time; ends with "N passed, N failed"; status 1 when anything failed
    run.py SUITE...          these only, for example test_sign_in, or one test: test_sign_in.SignIn.test_...
"""

import os
import pathlib
import re
import sys
import time
import unittest

sys.dont_write_bytecode = True
FOLDER = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER), str(FOLDER.parent / "EndToEnd")]
PYTHON = FOLDER.parents[1] / ".build-console/bin/python"

import suites  # noqa: E402

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


def tell(_suite, _passed, failed, output, _seconds):
    # Of a suite without a fault only what it measured and its tests are of interest.
    told = output if failed else "\n".join(re.findall(r"^(?:passed|measured) .*$", output, re.MULTILINE)) + "\n"
    print(told, end="", flush=True)


def main():
    if PYTHON.exists() and pathlib.Path(sys.prefix) != PYTHON.parents[1]:
        os.execv(PYTHON, [PYTHON, "-B", __file__, *sys.argv[1:]])
    try:
        from browser import Browser  # noqa: F401
    except ImportError as fault:
        sys.exit(f"{fault}; .ci/prepare-console makes it ready")
    suites.main(__file__, tell, FIRST, at_once=2, limit=180, resultclass=Lines)


if __name__ == "__main__":
    main()
