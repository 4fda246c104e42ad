#!/usr/bin/env python3
"""Asks a history the heaviest questions over and over, as an admin beside the service, until it is ended:
query_history.py list|export|scan FOLDER

`list` runs the program's own `assignments list` for as many rows as it gives, `export` its `devices export`; `scan` has SQLite read every row.
"""

import signal
import sqlite3
import subprocess
import sys

from allocator import PROGRAM

SCAN = """
SELECT count(*), count(hub_id), count(DISTINCT reason_id), min(decided_at), max(decided_at), sum(length(registration_id))
  FROM assignments
"""


def main():
    kind, folder = sys.argv[1], sys.argv[2]
    commands = {
        "list": ["assignments", "list", "--limit", "10000", "--format", "json"],
        "export": ["devices", "export"],
    }
    if kind in commands:
        # Leave by way of subprocess.run, which takes the command with it.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    while kind in commands:
        subprocess.run(
            [PROGRAM, *commands[kind], "--data", folder],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
    while kind == "scan":
        connection = sqlite3.connect(f"file:{folder}/history.sqlite?mode=ro", uri=True, timeout=30)
        connection.execute(SCAN).fetchall()
        connection.close()


if __name__ == "__main__":
    main()
