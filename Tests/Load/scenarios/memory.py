"""Resident memory with a large inventory and many connections, and whether it stays the same."""

import statistics
import time

from bench import Bar, answers_only_200
from machine import allow_open_files

CONNECTIONS = 1_000
MOST = 128_000_000
# The last fifth of the samples may be so much above the second one; the first fifth is for filling what is filled once.
FLAT = 1.05


def run(bench):
    devices, minutes = bench.settings.devices, bench.settings.minutes
    allow_open_files(2 * CONNECTIONS)
    samples = []
    with bench.allocator(devices).start() as service:
        load = bench.driver.start(service, CONNECTIONS, minutes * 60, devices)
        end = time.monotonic() + minutes * 60
        pause = min(1.0, minutes * 60 / 50)
        while time.monotonic() < end:
            samples.append(service.resident_bytes())
            time.sleep(pause)
        found = load.result()
    is_clean, note = answers_only_200(found)
    fifth = max(1, len(samples) // 5)
    early, late = statistics.median(samples[fifth:2 * fifth] or samples), statistics.median(samples[-fifth:])
    rate = f"{found.rate:,.0f}/s, p99 {found.p99:.1f} ms"
    return [
        Bar(f"resident memory, {devices:,} devices, {CONNECTIONS:,} connections", f"under {MOST / 1e6:.0f} MB",
            f"{max(samples) / 1e6:.1f} MB", is_clean and max(samples) < MOST, "; ".join(filter(None, [rate, note]))),
        Bar(f"the same, flat over {minutes:g} minutes", f"at most {FLAT:.2f} x", f"{late / early:.3f} x",
            late <= early * FLAT, f"{early / 1e6:.1f} MB in the second fifth, {late / 1e6:.1f} MB in the last")]
