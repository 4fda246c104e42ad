"""Decisions against nginx's constant 200, with few and many connections."""

import dataclasses

from bench import BUSY, Bar, answers_only_200, share
from driver import alternate

CONNECTIONS = [1, 16, BUSY, 256]
LEAST_SHARE = 0.50
MOST_P99 = 2.5
MOST_P99_MILLISECONDS = 10.0


def run(bench):
    """Fills `bench.rates`; gives the bars at 64 connections."""
    with bench.allocator().start() as service:
        yardstick = bench.yardstick(service)
        try:
            for server in (service, yardstick):
                bench.warm_up(server)
            at = {connections: _measure(bench, service, yardstick, connections) for connections in CONNECTIONS}
            _measure_refusals(bench, service)
        finally:
            yardstick.stop()
    return _bars(*at[BUSY])


def _measure(bench, service, yardstick, connections):
    bench.say(f"  {connections} connections")
    rows_before, bytes_before = service.history_size()
    found = alternate(bench.settings.rounds, {
        "service": lambda: bench.drive(service, connections),
        "yardstick": lambda: bench.drive(yardstick, connections)})
    rows, size = service.history_size()
    ours, theirs = found["service"], found["yardstick"]
    bench.rates += [
        _rate(connections, "dps-allocator", ours, share(ours.rate, theirs.rate), service.resident_bytes(),
              share(size - bytes_before, rows - rows_before)),
        _rate(connections, "nginx", theirs)]
    return ours, theirs


def _measure_refusals(bench, service):
    """Devices that nobody knows: a row each as well, and a 400."""
    found = alternate(bench.settings.rounds, {"refused": lambda: bench.drive(service, refused=True)})["refused"]
    if found.refused != found.answers:
        raise RuntimeError(f"of {found.answers:,} unknown devices {found.answers - found.refused:,} were not refused")
    bench.rates.append(_rate(BUSY, "dps-allocator, all refused", found))


def _rate(connections, server, reading, ratio=None, resident=None, disk=None):
    return dataclasses.asdict(reading) | {
        "connections": connections, "server": server, "ratio": ratio, "disk_bytes": disk,
        "resident_mb": None if resident is None else resident / 1e6}


def _bars(ours, theirs):
    is_clean, note = answers_only_200(ours, theirs)
    ratio, slower = share(ours.rate, theirs.rate), share(ours.p99, theirs.p99)
    return [
        Bar(f"decisions/s at {BUSY} connections / nginx's constant 200", f"at least {LEAST_SHARE:.2f}", f"{ratio:.2f}",
            is_clean and ratio >= LEAST_SHARE, note),
        Bar(f"p99 at {BUSY} connections / nginx's", f"at most {MOST_P99}", f"{slower:.2f}",
            is_clean and slower <= MOST_P99, f"{theirs.p99:.2f} ms is nginx's"),
        Bar(f"p99 at {BUSY} connections", f"under {MOST_P99_MILLISECONDS:.0f} ms", f"{ours.p99:.2f} ms",
            is_clean and ours.p99 < MOST_P99_MILLISECONDS)]
