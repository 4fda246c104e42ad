"""Starts the programs of a measurement and ends them again: these, by their own numbers, and no others."""

import ctypes
import select
import signal
import subprocess
import time

# A program asked to end gets so many seconds before it is killed.
PATIENCE = 20.0

_library = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1


def _end_with_parent():
    """In the child: should this run be killed, the system ends the child (prctl(2))."""
    _library.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


class Processes:
    """What this run started and did not end yet."""

    def __init__(self):
        self._running = []

    def start(self, words, **options):
        """A program in a process group of its own, so that Ctrl-C reaches only the one who ends it in order.

        But in this session: Linux gives each session the same share of the processors, whatever its processes' nice values
        (sched(7), "The autogroup feature"), which is not so in a container or a unit of systemd.
        """
        process = subprocess.Popen(
            [str(word) for word in words], stdin=subprocess.DEVNULL, process_group=0,
            preexec_fn=_end_with_parent, **options)
        self._running.append(process)
        return process

    def finish(self, process, seconds):
        """Waits for a program that ends by itself; gives its output. After so many seconds it is killed."""
        try:
            return process.communicate(timeout=seconds)[0]
        except subprocess.TimeoutExpired:
            self.end(process, signal.SIGKILL)
            raise RuntimeError(f"{process.args[0]} did not end within {seconds:.0f} s") from None
        finally:
            self._forget(process)

    def end(self, process, number=signal.SIGTERM):
        """Asks a program to end, kills it if it does not, and gives its exit status."""
        if process.poll() is None:
            process.send_signal(number)
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(PATIENCE)
        if process.stdout is not None:
            process.stdout.close()
        self._forget(process)
        return process.returncode

    def end_all(self):
        """The last one first."""
        for process in reversed(list(self._running)):
            self.end(process)

    def _forget(self, process):
        if process in self._running:
            self._running.remove(process)


def next_line(process, seconds):
    """The next line of a program's output, which must be unbuffered bytes; empty at its end."""
    deadline = time.monotonic() + seconds
    line = b""
    while not line.endswith(b"\n"):
        ready, _, _ = select.select([process.stdout], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise RuntimeError(f"{process.args[0]} said nothing within {seconds:.0f} s")
        byte = process.stdout.read(1)
        if not byte:
            break
        line += byte
    return line.decode("utf-8").rstrip("\n")
