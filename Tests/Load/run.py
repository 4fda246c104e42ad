#!/usr/bin/env python3
"""Measures dps-allocator beside nginx, with wrk, and holds what it finds against what is to be reached.

    run.py                     everything; the first run makes large databases, which takes six minutes and 12 GB of disk
    run.py --quick             everything in small: shows that it works, measures little
    run.py --only NAME...      some of it; the names are listed by --help

The program is the one that DPS_ALLOCATOR names (default: .build/release/dps-allocator). What is found is printed, whatever it is; the
exit status tells whether everything could run. Ctrl-C ends it, and whatever it started. Leave the machine alone meanwhile.
"""

import argparse
import os
import pathlib
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys

sys.dont_write_bytecode = True

import machine  # noqa: E402 (after the setting above)
import report  # noqa: E402
import scenarios  # noqa: E402
from allocator import PROGRAM, REPOSITORY  # noqa: E402
from bench import Bench, Settings  # noqa: E402
from processes import Processes  # noqa: E402

FOLDER = REPOSITORY / ".bench"
# Eight digits number the devices, a tenth of which is not registered.
MOST_DEVICES = 90_000_000


def say(line):
    print(line, file=sys.stderr, flush=True)


def whole(text):
    """A whole number, which may have separators."""
    return int(text.replace(",", "").replace("_", ""))


def settings_of(words):
    """The command line: settings, the names of the scenarios, and where the report goes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--only", nargs="+", metavar="NAME", choices=scenarios.ALL, default=list(scenarios.ALL), help=", ".join(scenarios.ALL))
    add("--quick", action="store_true", help="one short round of each, on small data")
    add("--rounds", type=whole, help="rounds in which the subjects take turns (3; quick: 1)")
    add("--seconds", type=float, help="how long a subject's turn is, from 1 (10; quick: 1)")
    add("--minutes", type=float, help="how long memory is watched; 10 for the figure to report (2; quick: 0.1)")
    add("--devices", type=whole, help="devices in the large inventory (10,000,000; quick: 100,000)")
    add("--history", type=whole, help="rows in the long history, or as many as the disk takes (100,000,000; quick: 300,000)")
    add("--report", type=pathlib.Path, default=FOLDER / "report.md", help="the summary; the figures go beside it, as .json")
    found = parser.parse_args(words)

    def given(name, usual, quick):
        value = getattr(found, name)
        value = (quick if found.quick else usual) if value is None else value
        if value <= 0:
            parser.error(f"--{name} must be more than 0")
        return value

    settings = Settings(
        rounds=given("rounds", 3, 1), seconds=max(1.0, given("seconds", 10.0, 1.0)), minutes=given("minutes", 2.0, 0.1),
        devices=given("devices", 10_000_000, 100_000), history=given("history", 100_000_000, 300_000),
        import_devices=200_000 if found.quick else 1_000_000, idle=500 if found.quick else 5_000,
        restarts=1 if found.quick else 5, is_quick=found.quick)
    if settings.devices > MOST_DEVICES:
        parser.error(f"--devices can be {MOST_DEVICES:,} at most")
    return settings, found.only, found.report


def measure(bench, names, description, path):
    """Runs the scenarios one after the other; gives why some could not run. The report is written anew after each."""
    bars, failures = [], {}
    others = machine.Others()
    for name in names:
        say(f"{name}:")
        try:
            found = scenarios.ALL[name].run(bench)
        except (RuntimeError, OSError, ValueError, sqlite3.Error, subprocess.SubprocessError) as error:
            failures[name] = str(error)
            say(f"  could not run: {error}")
        else:
            bars += found
            for bar in found:
                say(f"  {bar.what}: {bar.value} ({bar.target}; {'reached' if bar.is_reached else 'not reached'}) {bar.note}")
        finally:
            bench.processes.end_all()
            bench.forget_folders()
        description["others"] = others.share()
        report.write(path, description, bench.rates, bars, failures)
    print(report.markdown(description, bench.rates, bars, failures))
    say(f"kept in {path} and {path.with_suffix('.json')}")
    return failures


def main():
    settings, names, path = settings_of(sys.argv[1:])
    # Debian keeps nginx where only root's PATH leads.
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    missing = [program for program in (PROGRAM, "wrk", "nginx", "sqlite3") if shutil.which(program) is None]
    if missing:
        say(f"not there: {', '.join(missing)} (`make bench` builds the program and installs the others)")
        return 1
    # Being ended is as Ctrl-C: everything that was started ends too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    processes = Processes()
    bench = None
    try:
        FOLDER.mkdir(exist_ok=True)
        description = machine.describe(FOLDER, ["python3", "Tests/Load/run.py", *map(shlex.quote, sys.argv[1:])])
        description["quick"] = settings.is_quick
        bench = Bench(settings, FOLDER, processes, say)
        return 1 if measure(bench, names, description, path) else 0
    except RuntimeError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("ended before it was done")
        return 130
    finally:
        processes.end_all()
        if bench is not None:
            bench.remove()


if __name__ == "__main__":
    sys.exit(main())
