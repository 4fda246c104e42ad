"""From the start of the process to its first decision, after it was killed under load."""

import os
import socket
import time

from bench import BUSY, Bar
from yardstick import free_port
import population

MOST_MILLISECONDS = 500.0
# Seconds under load before the service is killed.
LOAD = 2
LONGEST = 120.0


def run(bench):
    devices = bench.settings.devices
    rows = bench.cache.rows(bench.settings.history)
    service = bench.allocator(devices, history=bench.cache.history(rows))
    port = free_port()
    warm, cold = [], []
    with service.start(port):
        for _ in range(bench.settings.restarts):
            _kill_under_load(bench, service, devices)
            warm.append(_time_to_first_decision(service, port))
            _kill_under_load(bench, service, devices)
            _forget_pages(service)
            cold.append(_time_to_first_decision(service, port))
    return [Bar(
        f"start to first decision after kill -9, {devices:,} devices, {rows:,} rows", f"under {MOST_MILLISECONDS:.0f} ms",
        f"{max(warm):.0f} ms", max(warm) < MOST_MILLISECONDS,
        f"the slowest of {len(warm)}; {max(cold):.0f} ms with the databases out of the page cache")]


def _kill_under_load(bench, service, devices):
    load = bench.driver.start(service, BUSY, LOAD + 10, devices)
    time.sleep(LOAD)
    service.kill()
    load.stop()


def _time_to_first_decision(service, port):
    """Milliseconds from before the process is made until a 200 is here."""
    content = population.body(0)
    request = (
        f"POST {service.target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {len(content)}\r\n\r\n"
    ).encode("ascii") + content
    start = time.perf_counter()
    service.launch(port)
    while time.perf_counter() - start < LONGEST:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=LONGEST) as connection:
                connection.sendall(request)
                answer = connection.recv(4096)
                took = (time.perf_counter() - start) * 1e3
                if not answer.startswith(b"HTTP/1.1 200 "):
                    raise RuntimeError(f"the first decision was {answer[:60]!r}")
                return took
        except ConnectionError:
            time.sleep(0.0005)
    raise RuntimeError(f"no decision within {LONGEST:.0f} s of the start")


def _forget_pages(service):
    """As after a power cut: the system's cache has nothing of the databases."""
    for database in (service.inventory, service.history):
        for path in (database.resolve(), f"{database.resolve()}-wal"):
            if os.path.exists(path):
                with open(path, "rb") as file:
                    os.fsync(file.fileno())
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
