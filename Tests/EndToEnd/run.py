#!/usr/bin/env python3
"""Runs the end-to-end tests against the program that DPS_ALLOCATOR names (default: .build/release/dps-allocator).

    run.py                   all suites, several at a time; ends with "N passed, N failed"; status 1 when anything failed
    run.py SUITE...          these only, for example test_decisions, one after the other
"""

import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import suites  # noqa: E402

# Those that mostly wait come first, so that the others run beside them.
FIRST = ["test_slow_clients", "test_backpressure", "test_store_faults", "test_durability"]


def tell(suite, passed, failed, output, seconds):
    print(f"{suite:<22} {passed:>3} passed, {failed:>2} failed  {seconds:5.1f} s", flush=True)
    if failed:
        print(output.strip(), flush=True)


if __name__ == "__main__":
    suites.main(__file__, tell, FIRST, at_once=3, limit=120)
