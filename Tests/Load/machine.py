"""What a measurement was made on."""

import datetime
import os
import platform
import re
import resource
import shutil
import sqlite3
import subprocess

from allocator import REPOSITORY, run_program


def _first_line(*words):
    """What a program says of itself, on whichever stream; empty when it is not there."""
    try:
        done = subprocess.run(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=30,
            cwd=REPOSITORY)
    except OSError:
        return ""
    lines = done.stdout.splitlines()
    return lines[0].strip() if lines else ""


def _processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.machine()


def _memory():
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _file_system(path):
    """The kind of file system that a path is on: the longest mount point above it."""
    found = ("", "unknown")
    with open("/proc/self/mounts", encoding="utf-8") as file:
        for line in file:
            _, point, kind, *_ = line.split()
            is_above = os.path.join(os.path.realpath(path), "").startswith(os.path.join(point, ""))
            if is_above and len(point) >= len(found[0]):
                found = (point, kind)
    return found[1]


def describe(folder, words):
    """Names and values for the report; `words` is the command line."""
    nginx = re.search(r"nginx/(\S+)", _first_line("nginx", "-v"))
    wrk = re.search(r"wrk (?:debian/)?(\S+)", _first_line("wrk", "-v"))
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "command": " ".join(words),
        "cores": os.cpu_count(),
        "processor": _processor(),
        "memory": f"{_memory() / 1e9:.0f} GB",
        "file system": f"{_file_system(folder)}, {shutil.disk_usage(folder).free / 1e9:.0f} GB free",
        "system": f"{platform.system()} {platform.release()}",
        "dps-allocator": run_program("--version").removeprefix("dps-allocator "),
        "commit": _first_line("git", "describe", "--always", "--dirty") or "unknown",
        "nginx": nginx.group(1) if nginx else "unknown",
        "wrk": wrk.group(1) if wrk else "unknown",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }


def allow_open_files(count):
    """Lets this process, and those that it starts, have so many files and sockets open; the usual limit is 1,024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < count:
        raise RuntimeError(f"the system allows {hard:,} open files for a process, and {count:,} are needed")
    if soft != resource.RLIM_INFINITY and soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))


class Others:
    """Tells how much of the processors went to what is no part of the measurement: builds, neighbours of a virtual machine."""

    def __init__(self):
        self._start = self._times()

    def share(self):
        """From the start until now; all that was started must have ended and been waited for."""
        all_of_them, others = (now - before for now, before in zip(self._times(), self._start))
        return max(0.0, others / all_of_them) if all_of_them else 0.0

    @staticmethod
    def _times():
        """Seconds of all processors, and of them those that others used."""
        with open("/proc/stat", encoding="utf-8") as file:
            ticks = [int(word) for word in file.readline().split()[1:9]]
        # In the order of proc(5). Interrupts are left out: on loopback they are the measurement's own.
        user, nice, system, _, _, _, _, steal = ticks
        a_second = os.sysconf("SC_CLK_TCK")
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        ours = sum(one.ru_utime + one.ru_stime for one in used)
        return sum(ticks) / a_second, (user + nice + system + steal) / a_second - ours
