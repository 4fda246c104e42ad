"""dps-allocator as it is measured: a folder of its own, a process, and what can be read about both from outside."""

import http.client
import os
import pathlib
import signal
import sqlite3
import subprocess

import population
from processes import next_line

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("DPS_ALLOCATOR", str(REPOSITORY / ".build/release/dps-allocator"))
SEED = REPOSITORY / "seed/contoso.json"
# The longest that a start may take before it counts as failed.
START_PATIENCE = 120.0


def run_program(*words):
    """Runs one command to its end; gives its output."""
    done = subprocess.run(
        [PROGRAM, *map(str, words)], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=START_PATIENCE)
    if done.returncode != 0:
        raise RuntimeError(f"dps-allocator {words[0]} failed: {done.stderr.strip()}")
    return done.stdout.strip()


class Allocator:
    """A service over a data folder that is set up."""

    def __init__(self, processes, folder, key):
        self.folder = pathlib.Path(folder)
        self.target = f"/api/allocate?code={key}"
        self.address = None
        self._processes = processes
        self._process = None

    @property
    def history(self):
        return self.folder / "history.sqlite"

    @property
    def inventory(self):
        return self.folder / "inventory.sqlite"

    def read_inventory(self):
        """Brings the inventory into the system's memory, as it is when a service has run for a while."""
        with open(self.inventory, "rb") as inventory:
            while inventory.read(1 << 20):
                pass

    def start(self, port=0):
        """Starts it; returns when it listens."""
        self.launch(port)
        line = next_line(self._process, START_PATIENCE)
        if not line.startswith("listening on http://"):
            self.kill()
            raise RuntimeError(f"dps-allocator did not start: {(self.folder / 'errors').read_text('utf-8')}")
        self.address = line.removeprefix("listening on http://")
        return self

    def launch(self, port):
        """Starts it and does not wait."""
        with open(self.folder / "errors", "ab") as errors:
            self._process = self._processes.start(
                [PROGRAM, "serve", "--data", self.folder, "--listen", f"127.0.0.1:{port}"],
                stdout=subprocess.PIPE, stderr=errors, bufsize=0)

    def stop(self):
        """As an operator does; the databases are whole files afterwards."""
        if self._process is not None:
            self._processes.end(self._process)
            self._process = None

    def kill(self):
        """As a power cut does."""
        if self._process is not None:
            self._processes.end(self._process, signal.SIGKILL)
            self._process = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def ask(self, number):
        """The status and body for one device."""
        connection = http.client.HTTPConnection(self.address, timeout=30)
        try:
            connection.request("POST", self.target, body=population.body(number))
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def resident_bytes(self):
        """Its resident memory now."""
        with open(f"/proc/{self._process.pid}/status", encoding="utf-8") as status:
            for line in status:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) * 1024
        raise RuntimeError("the system does not tell the resident memory")

    def history_size(self):
        """Rows in the history, and its bytes with all indexes: also what is still in the WAL, not what is free."""
        connection = sqlite3.connect(f"file:{self.history}?mode=ro", uri=True, timeout=30)
        try:
            rows = connection.execute("SELECT coalesce(max(assignment_id), 0) FROM assignments").fetchone()[0]
            pages, free = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count"))
            return rows, (pages - free) * connection.execute("PRAGMA page_size").fetchone()[0]
        finally:
            connection.close()
