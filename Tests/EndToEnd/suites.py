"""Suites of tests: run here, or each in a process of its own, several at a time."""

import concurrent.futures
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
import unittest

from service import PROGRAM


def run_here(suite, **runner):
    """Runs one suite in this process, by unittest's runner; returns how many passed, how many failed."""
    tests = unittest.defaultTestLoader.loadTestsFromName(suite)
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=0, **runner).run(tests)
    # A test with several failing parts is one test that failed.
    failed = {getattr(test, "test_case", test).id() for test, _ in result.failures + result.errors}
    began = {one for one in failed if not one.startswith(("setUpClass", "tearDownClass", "setUpModule"))}
    if result.testsRun == 0:
        failed.add("nothing ran")
    return result.testsRun - len(began), len(failed)


def run_apart(script, suite, limit):
    """Has a script run one suite; returns how many passed, how many failed, what it printed, and its seconds."""
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-B", script, suite], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        output, _ = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        process.terminate()
        output = process.communicate()[0] + f"\n{suite} did not end within {limit} s\n"
    counts = re.search(r"^(\d+) passed, (\d+) failed$", output, re.MULTILINE)
    passed, failed = map(int, counts.groups()) if counts else (0, 1)
    return passed, failed, output[:counts.start()] if counts else output, time.monotonic() - begun


def run_all(script, tell, first, at_once, limit):
    """Runs the suites beside a script, those of `first` before the others, and tells of each that ended: its name and what
    `run_apart` gave. Returns how many passed, how many failed."""
    suites = sorted(
        (path.stem for path in pathlib.Path(script).parent.glob("test_*.py")), key=lambda suite: (suite not in first, suite))
    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(at_once) as workers:
        futures = {workers.submit(run_apart, script, suite, limit): suite for suite in suites}
        for future in concurrent.futures.as_completed(futures):
            tell(futures[future], *future.result())
            passed += future.result()[0]
            failed += future.result()[1]
    return passed, failed


def main(script, tell, first, at_once, limit, **runner):
    """Runs the suites that the command line names, here and one after the other; without any all, see `run_all`. Ends the process:
    with a status of 1 when anything failed."""
    # So that a suite that is ended still ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if not os.access(PROGRAM, os.X_OK):
        sys.exit(f"there is no program {PROGRAM}; build it, or name one with DPS_ALLOCATOR")
    if len(sys.argv) > 1:
        counts = [run_here(suite.removesuffix(".py"), **runner) for suite in sys.argv[1:]]
        passed, failed = map(sum, zip(*counts))
    else:
        passed, failed = run_all(script, tell, first, at_once, limit)
    print(f"{passed} passed, {failed} failed", flush=True)
    sys.exit(1 if failed else 0)
