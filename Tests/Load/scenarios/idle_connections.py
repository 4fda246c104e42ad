"""Thousands of keep-alive connections that say nothing, beside the busy ones."""

import contextlib
import select
import socket

from bench import BUSY, throughput_bar
from driver import alternate
from machine import allow_open_files

LEAST = 0.95
# Descriptors that this process needs for anything else.
OTHERS = 100


def run(bench):
    count = bench.settings.idle
    allow_open_files(count + OTHERS)
    lost = []
    with bench.allocator().start() as service:
        bench.warm_up(service)

        def beside_idle():
            with contextlib.ExitStack() as idle:
                sockets = [idle.enter_context(_connected(service.address)) for _ in range(count)]
                found = bench.drive(service)
                lost.append(_closed(sockets))
                return found

        found = alternate(bench.settings.rounds, {"alone": lambda: bench.drive(service), "beside": beside_idle})
    bar = throughput_bar(
        f"{count:,} idle keep-alive connections beside {BUSY} busy ones", LEAST, found["beside"], found["alone"])
    if max(lost) > 0:
        bar.note += f"; {max(lost):,} idle connections were closed meanwhile"
    return [bar]


def _connected(address):
    """A connection that had one answer and now waits."""
    host, port = address.rsplit(":", 1)
    connection = socket.create_connection((host, int(port)), timeout=30)
    connection.sendall(f"GET /healthz HTTP/1.1\r\nHost: {address}\r\n\r\n".encode("ascii"))
    answer = connection.recv(4096)
    if not answer.startswith(b"HTTP/1.1 200 "):
        connection.close()
        raise RuntimeError(f"a connection that was to be idle was answered {answer[:60]!r}")
    return connection


def _closed(sockets):
    """How many the other side closed."""
    poll = select.poll()
    for connection in sockets:
        poll.register(connection, select.POLLIN)
    return len(poll.poll(0))
