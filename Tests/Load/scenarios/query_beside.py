"""While an admin asks the heaviest questions of a long history: the longest list, and one that reads every row."""

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
            "quiet": lambda: bench.drive(service), "list": lambda: beside("list"), "scan": lambda: beside("scan")})
    return [
        throughput_bar("while an admin lists 10,000 rows at a time", LEAST, found["list"], found["quiet"]),
        throughput_bar(f"while an admin's query reads all {rows:,} rows", LEAST, found["scan"], found["quiet"])]
