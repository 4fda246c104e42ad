"""What all scenarios share: the options, the generated data, the driver, and services to measure."""

import dataclasses
import fcntl
import pathlib
import shutil

from allocator import PROGRAM, Allocator, run_program
from cache import Cache
from driver import Driver
from yardstick import Yardstick

# Registered devices where a scenario does not ask for another number.
DEVICES = 200_000
# Connections where a scenario does not ask for another number.
BUSY = 64
# Seconds of load before a service is measured for the first time.
WARM_UP = 2


@dataclasses.dataclass
class Settings:
    """The options of the command line."""

    rounds: int
    seconds: float
    minutes: float
    devices: int
    history: int
    import_devices: int
    idle: int
    restarts: int
    is_quick: bool


@dataclasses.dataclass
class Bar:
    """One line of what is to be reached."""

    what: str
    target: str
    value: str
    is_reached: bool
    note: str = ""


class Bench:
    """One run."""

    program = PROGRAM

    def __init__(self, settings, folder, processes, say):
        self.settings = settings
        self.processes = processes
        self.say = say
        self._lock = _locked(folder / "lock")
        self.folder = folder / "run"
        # What a run that was killed left there.
        self.remove()
        self.folder.mkdir()
        self.cache = Cache(folder / "cache", processes, say)
        self.driver = Driver(processes, self.folder)
        # What `throughput` found, a dictionary for each line of its table.
        self.rates = []
        self._folders = 0

    def allocator(self, devices=DEVICES, history=None, copies_inventory=False):
        """A service, not started yet, over so many devices and an empty history, or the one given.

        A generated inventory is used where it is: for what is written to one, ask for a copy. The history is a copy.
        """
        source = self.cache.devices(devices)
        folder = self._new_folder()
        if copies_inventory:
            shutil.copy(source / "inventory.sqlite", folder / "inventory.sqlite")
        else:
            (folder / "inventory.sqlite").symlink_to(source / "inventory.sqlite")
        if history is not None:
            shutil.copy(history, folder / "history.sqlite")
        run_program("migrate", "--data", folder)
        return Allocator(self.processes, folder, (source / "webhook-key").read_text().strip())

    def yardstick(self, service):
        """nginx, answering what this running service answers to a registered toaster."""
        return Yardstick(self.processes, self._new_folder(), service.target, service.ask(0)[1])

    def drive(self, server, connections=BUSY, devices=DEVICES, seconds=None, refused=False):
        """One round; gives its Reading."""
        seconds = self.settings.seconds if seconds is None else seconds
        return self.driver.drive(server, connections, seconds, devices, refused)

    def warm_up(self, server, devices=DEVICES):
        self.drive(server, devices=devices, seconds=min(WARM_UP, self.settings.seconds))

    def forget_folders(self):
        """Takes away the folders of services that have ended: copies of a long history do not all fit a disk."""
        for folder in self.folder.iterdir():
            if folder.is_dir():
                shutil.rmtree(folder, ignore_errors=True)

    def remove(self):
        """Takes away all but the generated data."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _new_folder(self):
        self._folders += 1
        folder = self.folder / str(self._folders)
        folder.mkdir()
        return folder


def _locked(path):
    """A file that is locked until this process ends: two measurements at once would measure each other."""
    file = open(path, "w", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise RuntimeError("another measurement runs; wait for its end") from None
    return file


def share(part, whole):
    """A ratio, also where nothing was measured."""
    return part / whole if whole else 0.0


def answers_only_200(*readings):
    """Whether every answer was a 200, and what was otherwise."""
    refused, faults = sum(one.refused for one in readings), sum(one.faults for one in readings)
    note = "" if refused + faults == 0 else f"{refused:,} answers were no 200, {faults:,} connections failed or were late"
    return refused + faults == 0, note


def throughput_bar(what, least, measured, compared):
    """A bar on decisions per second, where only 200s count."""
    is_clean, note = answers_only_200(measured, compared)
    ratio = share(measured.rate, compared.rate)
    rates = f"{measured.rate:,.0f}/s against {compared.rate:,.0f}/s; p99 {measured.p99:.1f} and {compared.p99:.1f} ms"
    return Bar(
        what, f"at least {least:.2f}", f"{ratio:.2f}", is_clean and ratio >= least, "; ".join(filter(None, [rates, note])))
