#!/usr/bin/env python3
"""Makes a history of any length: generate_history.py --rows N --data FOLDER

FOLDER is one that generate_inventory.py made. The service is asked once for each kind of decision; its rows are then repeated for other
devices, and the index by device is written as it was before there were longer runs: 65,536 rows a run. The service then folds the rows in.
"""

import argparse
import array
import pathlib
import sqlite3
import sys
import time

sys.dont_write_bytecode = True

import population  # noqa: E402
from allocator import Allocator  # noqa: E402
from processes import Processes  # noqa: E402

RUN_LENGTH = 65_536
# Rows that are folded in at once, and in the longer runs of the index (Sources/SQLiteStore/History/HistoryRuns.swift).
FOLDED_LENGTH = 8_192
MERGED_LENGTHS = [65_536, 1_048_576, 16_777_216]
ENTRIES_IN_ROW = 500
PLACE_BITS = 24
# A device has so many rows, where there are not too many devices; each comes once before the first comes again.
ROWS_OF_DEVICE = 100
DEVICES = 1_000_000
# Row n is about the device n * STRIDE modulo their count: no order that an index could profit from. A prime, so all get their turn.
STRIDE = 48_271
YEAR = 365 * 86_400_000
START = 1_700_000_000_000

# One of those in the captured requests, and one that few rows have.
COMMON_HUB = "contoso-toasters-hub-1098.azure-devices.net"
RARE_HUB = "contoso-rare-hub-0007.azure-devices.net"
RARE_STRIDE = 20_011
REFUSED_STRIDE = 997

COLUMNS = """reason_id, device_revision, rule_id, policy_revision, division_id, hub_id, previous_hub_id, enrollment_kind_id,
             enrollment_id, attestation_id, twin_id, linked_hubs_id"""

# The rows that the service wrote, by the number of the device asked for.
PATTERNS = f"""
CREATE TEMP TABLE patterns AS
SELECT CAST(substr(registration_id, :digits, 8) AS INTEGER) AS number, substr(registration_id, :digits + 8) AS suffix, {COLUMNS}
  FROM main.assignments
"""

ROWS = f"""
WITH RECURSIVE counted (id) AS (SELECT :first UNION ALL SELECT id + 1 FROM counted WHERE id < :last),
     numbered (id, number) AS (SELECT id, id * {STRIDE} % :devices FROM counted)
INSERT INTO assignments (assignment_id, decided_at, request_id, registration_id, {COLUMNS})
SELECT id, :start + id * :length / :rows, randomblob(16), :prefix || substr('0000000' || numbered.number, -8) || suffix, {COLUMNS}
  FROM numbered
 CROSS JOIN patterns
    ON patterns.rowid = 1 + numbered.number / 10 % 4 * 2 + (numbered.number % 10 = 9)
"""

NAMES = "INSERT OR IGNORE INTO names (name) VALUES ('unrecognizedDevice'), (?)"
RARE = "UPDATE assignments SET hub_id = (SELECT name_id FROM names WHERE name = ?) WHERE assignment_id = ?"
REFUSED = """
UPDATE assignments
   SET reason_id = (SELECT name_id FROM names WHERE name = 'unrecognizedDevice'),
       device_revision = NULL, rule_id = NULL, division_id = NULL, hub_id = NULL, twin_id = NULL
 WHERE assignment_id = ?
"""
PROGRESS = "UPDATE history_progress SET assignment_id = ? WHERE part IN ('index_0', 'index_1')"


def device_count(rows):
    """How many devices take turns in so many rows."""
    return min(DEVICES, max(rows // ROWS_OF_DEVICE, 1))


def device_hash(registration_id):
    """FNV-1a of 64 bits over the folded name, brought down to 40 (DeviceIndexEntry.swift)."""
    found = 0xCBF29CE484222325
    for byte in registration_id.lower().encode("utf-8"):
        found = (found ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return (found >> 40 ^ found) & 0xFFFFFFFFFF


def index_rows(run, hashes):
    """The rows of device_index for a whole run, where device n has the n-th of the hashes."""
    first, count = run * RUN_LENGTH + 1, len(hashes)
    words = sorted(
        hashes[(first + place) * STRIDE % count] << PLACE_BITS | place for place in range(RUN_LENGTH))
    entries = array.array("Q", words)
    if sys.byteorder == "little":
        entries.byteswap()
    content = entries.tobytes()
    start = 0
    while start < len(words):
        end = min(start + ENTRIES_IN_ROW, len(words))
        # Equal hashes stay together, since the first one is the key.
        while end < len(words) and words[end] >> PLACE_BITS == words[end - 1] >> PLACE_BITS:
            end += 1
        yield run << 40 | words[start] >> PLACE_BITS, content[start * 8:end * 8]
        start = end


def fill(history, rows, progress=lambda rows: None, start=START, length=YEAR):
    """Adds the rows to a history that has those of `population.SAMPLES`, in this order, and no others; these are taken away.

    They are decided evenly from `start` on, for `length`, both in milliseconds.
    """
    devices = device_count(rows)
    hashes = array.array("Q", (device_hash(population.registration_id(number)) for number in range(devices)))
    connection = sqlite3.connect(history, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("BEGIN")
        connection.execute(PATTERNS, {"digits": len(population.PREFIX) + 1})
        found = connection.execute("SELECT number FROM patterns ORDER BY rowid LIMIT ?", (len(population.SAMPLES) + 1,))
        if [number for number, in found] != population.SAMPLES:
            raise RuntimeError("the history was not empty before the service was asked for one decision of each kind")
        connection.execute("DELETE FROM assignments")
        connection.execute(NAMES, (RARE_HUB,))
        for run in range(-(-rows // RUN_LENGTH)):
            last = min((run + 1) * RUN_LENGTH, rows)
            connection.execute(ROWS, {
                "first": run * RUN_LENGTH + 1, "last": last, "devices": devices, "start": start, "length": length,
                "rows": rows, "prefix": population.PREFIX})
            first = run * RUN_LENGTH + 1
            connection.executemany(REFUSED, ((row,) for row in _multiples(REFUSED_STRIDE, first, last)))
            connection.executemany(RARE, ((RARE_HUB, row) for row in _multiples(RARE_STRIDE, first, last)))
            if last == (run + 1) * RUN_LENGTH:
                connection.executemany("INSERT INTO device_index VALUES (?, ?)", index_rows(run, hashes))
            progress(last)
        connection.execute(PROGRESS, (rows // RUN_LENGTH * RUN_LENGTH,))
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def _multiples(stride, first, last):
    return range(-(-first // stride) * stride, last + 1, stride)


def wait_until_folded(history, rows):
    """Waits until a running service has folded all finished runs in; gives how many seconds it took."""
    start = time.monotonic()
    wanted = {"totals": rows // FOLDED_LENGTH * FOLDED_LENGTH}
    wanted.update((f"index_{level + 1}", rows // length * length) for level, length in enumerate(MERGED_LENGTHS))
    connection = sqlite3.connect(f"file:{history}?mode=ro", uri=True, timeout=30)
    try:
        version = None
        while True:
            found = dict(connection.execute("SELECT part, assignment_id FROM history_progress"))
            known, version = version, connection.execute("PRAGMA data_version").fetchone()[0]
            # The last that is done is to take away the short runs; then nothing changes any more.
            if known == version and all(found[part] >= row for part, row in wanted.items()):
                return time.monotonic() - start
            if time.monotonic() - start > 60 + rows / 20_000:
                raise RuntimeError(f"the service has not folded {rows:,} rows in: {found}")
            time.sleep(1)
    finally:
        connection.close()


def make(processes, folder, rows, progress=lambda rows: None):
    """Asks the service over a folder that generate_inventory made, fills its history, and gives how many seconds it took to fold it in."""
    folder = pathlib.Path(folder)
    with Allocator(processes, folder, (folder / "webhook-key").read_text().strip()).start() as service:
        for number in population.SAMPLES:
            status, answer = service.ask(number)
            if status != 200:
                raise RuntimeError(f"the service answered {status}: {answer.decode('utf-8', 'replace')}")
    fill(folder / "history.sqlite", rows, progress)
    with Allocator(processes, folder, (folder / "webhook-key").read_text().strip()).start() as service:
        return wait_until_folded(service.history, rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--data", required=True)
    arguments = parser.parse_args()
    processes = Processes()
    try:
        make(processes, arguments.data, arguments.rows)
    finally:
        processes.end_all()


if __name__ == "__main__":
    main()
