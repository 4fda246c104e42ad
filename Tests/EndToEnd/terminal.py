"""Runs the program on a pseudo-terminal, as somebody who sits before it."""

import errno
import fcntl
import os
import pty
import struct
import subprocess
import termios
import time

from service import PATIENCE, PROGRAM


def terminal(columns, on=("stdout",), rows=24):
    """The two ends of a new terminal of that size, and what hands its one end to a program; the rest goes to a pipe or nowhere."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    streams.update((name, slave) for name in on)
    return master, slave, streams


def read_all(master):
    """What was written to the terminal, up to the end of whoever wrote."""
    pieces = []
    while True:
        try:
            piece = os.read(master, 65_536)
        except OSError as error:
            # Linux says so when nobody holds the other end any more.
            if error.errno != errno.EIO:
                raise
            piece = b""
        if not piece:
            return b"".join(pieces).decode("utf-8").replace("\r\n", "\n")
        pieces.append(piece)


def run_on_terminal(*words, columns=80, on=("stdout",), environment=None):
    """Runs one command to its end; gives its exit status and what the terminal was shown."""
    master, slave, streams = terminal(columns, on)
    inherited = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")}
    process = subprocess.Popen(
        [PROGRAM, *map(str, words)], env={**inherited, "TERM": "xterm-256color", **(environment or {})}, **streams)
    os.close(slave)
    try:
        shown = read_all(master)
        deadline = time.monotonic() + PATIENCE
        process.communicate(timeout=max(deadline - time.monotonic(), 1))
    finally:
        process.kill()
        process.wait()
        os.close(master)
    return process.returncode, shown
