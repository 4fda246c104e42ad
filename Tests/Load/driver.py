"""Drives a server with wrk, and says what was measured."""

import dataclasses
import json
import os
import pathlib
import signal
import statistics
import subprocess

import population

SCRIPT = pathlib.Path(__file__).with_name("requests.lua")


@dataclasses.dataclass
class Reading:
    """One round, or the middle of several. Times in milliseconds, as wrk gives them: corrected for what it could not ask meanwhile."""

    rate: float
    p50: float
    p99: float
    maximum: float
    answers: int
    refused: int
    faults: int


def middle(readings):
    """The medians of several rounds, the worst maximum, and all answers together."""
    return Reading(
        rate=statistics.median(one.rate for one in readings),
        p50=statistics.median(one.p50 for one in readings),
        p99=statistics.median(one.p99 for one in readings),
        maximum=max(one.maximum for one in readings),
        answers=sum(one.answers for one in readings),
        refused=sum(one.refused for one in readings),
        faults=sum(one.faults for one in readings))


class Load:
    """A wrk that runs."""

    def __init__(self, processes, process, seconds):
        self._processes = processes
        self._process = process
        self._seconds = seconds

    def stop(self):
        """Ends it before its time; what it measured until then is good."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        return self.result()

    def result(self):
        output = self._processes.finish(self._process, self._seconds + 30).decode("utf-8")
        for line in output.splitlines():
            if line.startswith("measured "):
                found = json.loads(line.removeprefix("measured "))
                seconds = found["microseconds"] / 1e6
                return Reading(
                    rate=found["answers"] / seconds, p50=found["p50"] / 1e3, p99=found["p99"] / 1e3,
                    maximum=found["maximum"] / 1e3, answers=found["answers"], refused=found["refused"],
                    faults=found["faults"])
        raise RuntimeError(f"wrk measured nothing:\n{output}")


class Driver:
    """Starts wrk; each time with other devices in another order."""

    def __init__(self, processes, folder):
        self._processes = processes
        self._folder = folder
        self._seed = 0

    def start(self, server, connections, seconds, devices, refused=False):
        """Begins to ask for the devices of an inventory that has so many.

        `server` has an `address` (host and port) and a `target` (path and query).
        """
        self._seed += 1
        plan = self._folder / "plan.lua"
        parts = population.request_parts(server.target, server.address, refused)
        # A string of ASCII is written alike in JSON and in Lua.
        lists = ", ".join("{" + ", ".join(json.dumps(piece) for piece in one) + "}" for one in parts)
        plan.write_text(
            f"return {{ parts = {{ {lists} }}, numbers = {population.numbers(devices)}, seed = {self._seed} }}\n")
        threads = min(connections, os.cpu_count() or 1)
        process = self._processes.start(
            ["wrk", "--threads", threads, "--connections", connections, "--duration", f"{max(1, round(seconds))}s",
             "--script", SCRIPT, f"http://{server.address}", "--", plan],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return Load(self._processes, process, seconds)

    def drive(self, server, connections, seconds, devices, refused=False):
        """Asks for so many seconds."""
        return self.start(server, connections, seconds, devices, refused).result()


def alternate(rounds, subjects):
    """Lets each subject (a name and what gives its Reading) have its turn in each round; gives the middle of each."""
    readings = {name: [] for name in subjects}
    for _ in range(rounds):
        for name, measure in subjects.items():
            readings[name].append(measure())
    return {name: middle(found) for name, found in readings.items()}
