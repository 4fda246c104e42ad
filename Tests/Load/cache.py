"""Large databases, made once and kept under .bench/cache for the next scenario and the next run."""

import hashlib
import os
import pathlib
import shutil

import generate_history
import generate_inventory
from allocator import REPOSITORY

HERE = pathlib.Path(__file__).parent
# What the databases' content depends on; when one of these changes, what was made is thrown away.
SOURCES = [
    *sorted((REPOSITORY / "Migrations").rglob("*.sql")), REPOSITORY / "seed/contoso.json",
    HERE / "population.py", HERE / "generate_inventory.py", HERE / "generate_history.py",
]
# More than one needs with all indexes, so that the disk does not run full; a row also has its place in a copy.
BYTES_A_DEVICE = 100
BYTES_A_ROW = 240
# So much of the disk stays free.
RESERVE = 10_000_000_000


class Cache:
    """Data folders by what is in them."""

    def __init__(self, folder, processes, say):
        self._processes = processes
        self._say = say
        digest = hashlib.sha256()
        for source in SOURCES:
            digest.update(source.read_bytes())
        self._folder = folder / digest.hexdigest()[:12]
        self._folder.mkdir(parents=True, exist_ok=True)
        # Also `new`, should an earlier run have been killed while it made something.
        shutil.rmtree(self._folder / "new", ignore_errors=True)
        for other in folder.iterdir():
            if other != self._folder:
                shutil.rmtree(other)

    def devices(self, count):
        """A data folder whose inventory has so many devices."""
        folder = self._folder / f"devices-{count}"
        if not folder.exists():
            if count > self._room(BYTES_A_DEVICE):
                raise RuntimeError(f"the disk has no room for {count:,} devices; use --devices")
            self._say(f"making an inventory of {count:,} devices")
            self._make(folder, lambda new: generate_inventory.make(new, count))
        return folder

    def rows(self, wanted):
        """How many rows of history there can be: those that are wanted, or as many as the disk takes."""
        if (self._folder / f"history-{wanted}").exists():
            return wanted
        return max(0, min(wanted, self._room(BYTES_A_ROW)))

    def history(self, rows):
        """A history of so many rows, to be copied: a service folds what it adds into what is there."""
        folder = self._folder / f"history-{rows}"
        history = folder / "history.sqlite"
        if folder.exists():
            return history

        def progress(done):
            if done % (generate_history.RUN_LENGTH * 100) == 0:
                self._say(f"  {done:,} rows")

        def make(new):
            generate_inventory.make(new, len(generate_history.population.SAMPLES) * 9)
            seconds = generate_history.make(self._processes, new, rows, progress)
            self._say(f"  folded in after {seconds:.0f} s")

        self._say(f"making a history of {rows:,} rows")
        self._make(folder, make)
        return history

    def _room(self, bytes_each):
        return int((shutil.disk_usage(self._folder).free - RESERVE) // bytes_each)

    def _make(self, folder, make):
        """Under another name until it is whole and on the disk."""
        new = folder.with_name("new")
        try:
            make(new)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        for path in new.iterdir():
            with open(path, "rb") as file:
                os.fsync(file.fileno())
        new.rename(folder)
