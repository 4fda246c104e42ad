"""One device at a time, against what SQLite and the disk take for the row alone.

The comparison is Python's sqlite3 module in this process: one INSERT of a row that the service wrote, as a transaction of its own, over
and over, into a history made by the same migration in the same file system; WAL and synchronous=FULL as the service has them.
"""

import sqlite3
import time

from bench import WARM_UP, Bar, answers_only_200, share
from driver import Reading, alternate

MOST = 1.3


def run(bench):
    service = bench.allocator()
    bare = bench.allocator()
    with service.start():
        bench.warm_up(service)
        columns, row = _row(service.history)
        connection = sqlite3.connect(bare.history, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            insert = f"INSERT INTO assignments ({columns}) VALUES ({', '.join('?' * len(row))})"
            _insert_for(min(WARM_UP, bench.settings.seconds), connection, insert, row)
            found = alternate(bench.settings.rounds, {
                "service": lambda: bench.drive(service, connections=1),
                "bare": lambda: _insert_for(bench.settings.seconds, connection, insert, row)})
        finally:
            connection.close()
    ours, theirs = found["service"], found["bare"]
    is_clean, note = answers_only_200(ours)
    slower = share(theirs.rate, ours.rate)
    rates = f"{ours.rate:,.0f}/s against {theirs.rate:,.0f}/s by Python's sqlite3, WAL, synchronous=FULL"
    return [Bar(
        "one connection, one at a time / bare insert and fsync", f"at most {MOST}", f"{slower:.2f}",
        is_clean and slower <= MOST, "; ".join(filter(None, [rates, note])))]


def _row(history):
    """A row that the service wrote, without its number."""
    connection = sqlite3.connect(f"file:{history}?mode=ro", uri=True)
    try:
        cursor = connection.execute("SELECT * FROM assignments WHERE hub_id IS NOT NULL LIMIT 1")
        names = [column[0] for column in cursor.description]
        return ", ".join(names[1:]), cursor.fetchone()[1:]
    finally:
        connection.close()


def _insert_for(seconds, connection, insert, row):
    times = []
    start = now = time.perf_counter()
    while now - start < seconds:
        connection.execute(insert, row)
        before, now = now, time.perf_counter()
        times.append(now - before)
    times.sort()
    return Reading(
        rate=len(times) / (now - start), p50=times[len(times) // 2] * 1e3, p99=times[len(times) * 99 // 100] * 1e3,
        maximum=times[-1] * 1e3, answers=len(times), refused=0, faults=0)
