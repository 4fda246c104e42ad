"""Files of devices by the command line, beside the sqlite3 shell doing the same with plain texts.

Importing, the shell has a table of the file's columns, with a key and as many indexes as `devices`, in the same journal mode and as
durable: it checks nothing, and keeps no change log. Exporting, it dumps `devices` as it is.
"""

import os
import statistics
import subprocess
import time

import device_file
from bench import Bar, share

MOST_IMPORT = 3.0
MOST_EXPORT = 2.0
MOST_MEMORY = 64_000_000

TABLE = f"""
PRAGMA journal_mode = WAL;
CREATE TABLE devices (
    registrationId TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,
    {", ".join(f"{column} TEXT" for column in device_file.HEADER[1:])}
) STRICT, WITHOUT ROWID;
CREATE INDEX by_division ON devices (division);
-- As the index by time: the same for all.
CREATE INDEX by_time ON devices (length(registrationId) * 0);
CREATE INDEX not_active ON devices (status) WHERE status <> 'active';
CREATE INDEX pinned ON devices (pinnedHub) WHERE pinnedHub IS NOT NULL;
"""


def run(bench):
    count = bench.settings.import_devices
    bars, memory = [], []
    folder = None
    for order in ("sorted", "shuffled"):
        file = device_file.write(bench.folder / f"{order}.csv", count, "import", order == "shuffled")
        ours, theirs = [], []
        for _ in range(bench.settings.rounds):
            folder = bench.allocator(devices=1, copies_inventory=True).folder
            seconds, bytes_used = _timed(bench, [bench.program, "devices", "import", file, "--data", folder])
            ours.append(seconds)
            memory.append(bytes_used)
            theirs.append(_shell_import(bench, file))
        bars.append(_bar(f"import of {count:,} devices, {order}, plan and apply / sqlite3 .import", MOST_IMPORT, ours, theirs))
    ours, theirs = [], []
    for _ in range(bench.settings.rounds):
        seconds, bytes_used = _timed(bench, [bench.program, "devices", "export", "--data", folder])
        ours.append(seconds)
        memory.append(bytes_used)
        dump = ["sqlite3", "-csv", "-header", folder / "inventory.sqlite", "SELECT * FROM devices"]
        theirs.append(_timed(bench, dump)[0])
    bars.append(_bar(f"export of {count:,} devices / sqlite3 -csv", MOST_EXPORT, ours, theirs))
    most = max(memory)
    bars.append(Bar(
        "resident memory of an import and an export", f"under {MOST_MEMORY / 1e6:.0f} MB", f"{most / 1e6:.1f} MB", most < MOST_MEMORY))
    return bars


def _shell_import(bench, file):
    database = bench.folder / "shell.sqlite"
    for path in bench.folder.glob("shell.sqlite*"):
        path.unlink()
    subprocess.run(["sqlite3", database, TABLE], check=True, stdout=subprocess.DEVNULL)
    words = ["sqlite3", database, "-cmd", "PRAGMA synchronous = FULL", "-cmd", ".mode csv", f".import --skip 1 {file} devices"]
    return _timed(bench, words)[0]


def _timed(bench, words):
    """Seconds, and the most resident bytes, of a program whose output goes to a file that is thrown away."""
    with open(bench.folder / "output", "wb") as output:
        start = time.perf_counter()
        process = bench.processes.start(words, stdout=output, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        took = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    bench.processes.finish(process, 1)
    if process.returncode != 0:
        raise RuntimeError(f"{words[1]} failed")
    return took, usage.ru_maxrss * 1024


def _bar(what, most, ours, theirs):
    ours, theirs = statistics.median(ours), statistics.median(theirs)
    slower = share(ours, theirs)
    return Bar(what, f"at most {most:.0f}", f"{slower:.2f}", slower <= most, f"{ours:.1f} s against {theirs:.1f} s")
