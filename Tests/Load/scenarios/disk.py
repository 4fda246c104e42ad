"""What a decision takes of the disk in the end, all indexes included."""

import time

from bench import BUSY, DEVICES, Bar, share
from generate_history import RUN_LENGTH

MOST = 140.0
# The index of a run is written when it is full: so many runs make the last one's absence small.
RUNS = 16
# Seconds at most, as a multiple of the other scenarios' turns.
TURNS = 12


def run(bench):
    wanted = RUNS * RUN_LENGTH
    with bench.allocator() as service:
        before = _bytes(service)
        service.start()
        seconds = TURNS * bench.settings.seconds
        load = bench.driver.start(service, BUSY, seconds, DEVICES)
        end = time.monotonic() + seconds
        rows = 0
        while rows < wanted and time.monotonic() < end:
            time.sleep(0.2)
            rows = service.history_size()[0]
        load.stop()
        rows = service.history_size()[0]
        service.stop()
        each = share(_bytes(service) - before, rows)
    return [Bar(
        "disk per decision in the long run, indexes included", f"under {MOST:.0f} bytes", f"{each:.1f} bytes",
        each < MOST, f"the growth of all files over {rows:,} decisions, until the service was stopped")]


def _bytes(service):
    return sum(path.stat().st_size for path in service.folder.iterdir() if path.suffix == ".sqlite" or "-wal" in path.name)
