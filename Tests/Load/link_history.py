#!/usr/bin/env python3
"""Gives the rows of a history that has none their links, as the service would have: link_history.py HISTORY

So `dps-allocator verify` can be measured upon what generate_history.py made. Each link is computed by Tests/EndToEnd/chain.py.
"""

import hashlib
import pathlib
import sqlite3
import struct
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "EndToEnd"))

import chain  # noqa: E402

ROWS_AT_ONCE = 100_000

ROWS = """
SELECT assignment_id, decided_at, request_id, registration_id, device_revision, rule_id, policy_revision, twin_id,
       reason_id, division_id, hub_id, previous_hub_id, enrollment_kind_id, enrollment_id, attestation_id, linked_hubs_id
  FROM assignments
 WHERE assignment_id > ?
 ORDER BY assignment_id
 LIMIT ?
"""


def link(connection, progress=lambda rows: None):
    """Links all rows; for a history without events and cuts."""
    names = dict(connection.execute("SELECT name_id, name FROM names"))
    hubs = dict(connection.execute("SELECT linked_hubs_id, hubs FROM linked_hub_lists"))
    twins = {
        number: hashlib.sha256(document.encode("utf-8")).digest()
        for number, document in connection.execute("SELECT twin_id, document FROM twins")}
    digests = {}
    previous, last = chain.BEFORE_CHAIN, 0
    while rows := connection.execute(ROWS, (last, ROWS_AT_ONCE)).fetchall():
        links = []
        for number, decided_at, request_id, registration_id, *revisions, twin in (row[:8] for row in rows):
            numbers = rows[number - rows[0][0]][8:]
            words = digests.get(numbers)
            if words is None:
                words = chain.words_digest([*(names.get(name) for name in numbers[:7]), hubs.get(numbers[7])])
                digests[numbers] = words
            flags = sum(1 << bit for bit, value in enumerate([registration_id, *revisions, twin]) if value is not None)
            content = b"A" + bytes([flags]) + struct.pack(">qq", number, decided_at) + request_id + words
            content += b"".join(struct.pack(">q", value) for value in revisions if value is not None)
            content += b"" if twin is None else twins[twin]
            previous = hashlib.sha256(previous + content + (registration_id or "").encode("utf-8")).digest()
            links.append((previous, number))
        with connection:
            connection.executemany("UPDATE assignments SET link = ? WHERE assignment_id = ?", links)
        last = links[-1][1]
        progress(last)


def main():
    connection = sqlite3.connect(sys.argv[1])
    connection.execute("PRAGMA synchronous = OFF")
    link(connection, lambda rows: print(f"\r{rows:,} rows", end="", file=sys.stderr))
    # Rows that grew have left their pages half empty.
    connection.execute("VACUUM")
    connection.close()


if __name__ == "__main__":
    main()
