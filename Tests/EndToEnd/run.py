#!/usr/bin/env python3
"""Runs the end-to-end tests against the program that DPS_ALLOCATOR names (default: .build/release/dps-allocator).

    run.py                   all suites, several at a time; ends with "N passed, N failed"; status 1 when anything failed
    run.py SUITE...          these only, for example test_decisions, one after the other
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
sys.path.insert(0, str(FOLDER))

from service import PROGRAM  # noqa: E402

# Those that mostly wait come first, so that the others run beside them.
FIRST = ["test_slow_clients", "test_backpressure", "test_store_faults", "test_durability"]
AT_ONCE = 3
SUITE_LIMIT = 120


def run_here(suite):
    """Runs one suite in this process; returns how many passed, how many failed."""
    tests = unittest.defaultTestLoader.loadTestsFromName(suite)
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=0).run(tests)
    # A test with several failing parts is one test that failed.
    failed = {getattr(test, "test_case", test).id() for test, _ in result.failures + result.errors}
    began = {one for one in failed if not one.startswith(("setUpClass", "tearDownClass", "setUpModule"))}
    if result.testsRun == 0:
        failed.add("nothing ran")
    return result.testsRun - len(began), len(failed)


def run_apart(suite):
    """Runs one suite in a process of its own; returns how many passed, how many failed, what it printed, and its seconds."""
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-B", __file__, suite], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        output, _ = process.communicate(timeout=SUITE_LIMIT)
    except subprocess.TimeoutExpired:
        process.terminate()
        output = process.communicate()[0] + f"\n{suite} did not end within {SUITE_LIMIT} s\n"
    counts = re.search(r"^(\d+) passed, (\d+) failed$", output, re.MULTILINE)
    passed, failed = map(int, counts.groups()) if counts else (0, 1)
    details = output[:counts.start()] if counts else output
    return passed, failed, details.strip(), time.monotonic() - begun


def run_all():
    suites = sorted((path.stem for path in FOLDER.glob("test_*.py")), key=lambda suite: (suite not in FIRST, suite))
    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as workers:
        futures = {workers.submit(run_apart, suite): suite for suite in suites}
        for future in concurrent.futures.as_completed(futures):
            suite_passed, suite_failed, output, seconds = future.result()
            passed += suite_passed
            failed += suite_failed
            print(f"{futures[future]:<22} {suite_passed:>3} passed, {suite_failed:>2} failed  {seconds:5.1f} s", flush=True)
            if suite_failed:
                print(output, flush=True)
    return passed, failed


def main():
    # So that a suite that is ended still ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
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
