#!/usr/bin/env python3
"""Adds devices to an inventory in one transaction, all or none, as a process beside the service: import_devices.py INVENTORY COUNT NAME

They come in the order of their names, each starting with NAME, and are synchronised to disk as the service's own writes are.
"""

import sqlite3
import sys


def main():
    inventory, count, name = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    connection = sqlite3.connect(inventory, isolation_level=None, timeout=30)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    division = connection.execute("SELECT min(division_id) FROM divisions").fetchone()[0]
    devices = ((f"{name}{number:08d}-contoso-tstrsd-007", division) for number in range(count))
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO devices (registration_id, division_id) VALUES (?, ?)", devices)
    connection.execute("COMMIT")
    connection.close()


if __name__ == "__main__":
    main()
