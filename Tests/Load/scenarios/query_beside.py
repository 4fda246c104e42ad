"""While an admin asks the heaviest questions: the longest list of a long history, an export of the inventory, and by a program of
their own one that reads every row of the history."""

import pathlib
import sys

from bench import throughput_bar
from driver import alternate

PROGRAM = pathlib.Path(__file__).resolve().parents[1] / "query_history.py"
LEAST = 0.80


def run(bench):
    rows = bench.cache.rows(bench.settings.history)
    with bench.allocator(history=bench.cache.history(rows)).start() as service:
        bench.warm_up(service)

        def beside(kind):
            asking = bench.processes.start([sys.executable, "-B", PROGRAM, kind, service.folder])
            try:
                found = bench.drive(service)
                if asking.poll() is not None:
                    raise RuntimeError(f"the query ({kind}) ended before it was to")
                return found
            finally:
                bench.processes.end(asking)

        found = alternate(bench.settings.rounds, {
            "quiet": lambda: bench.drive(service), "list": lambda: beside("list"),
            "export": lambda: beside("export"), "scan": lambda: beside("scan")})
    return [
        throughput_bar("while an admin lists 10,000 rows at a time", LEAST, found["list"], found["quiet"]),
        throughput_bar("while an admin exports the inventory", LEAST, found["export"], found["quiet"]),
        throughput_bar(f"while an admin's own program reads all {rows:,} rows", LEAST, found["scan"], found["quiet"])]
