"""While another process imports a million devices, all or none: planning, applying, and what comes after the commit."""

import subprocess
import time

import device_file
from bench import BUSY, DEVICES, Bar, answers_only_200, share, throughput_bar
from driver import alternate

LEAST = 0.70
MOST_P99 = 3.0
# An import that takes longer than this is not waited for.
LONGEST = 600


def run(bench):
    count = bench.settings.import_devices
    with bench.allocator(copies_inventory=True).start() as service:
        bench.warm_up(service)
        took = []

        def beside_import():
            file = device_file.write(bench.folder / "import.csv", count, f"import{len(took)}-")
            load = bench.driver.start(service, BUSY, LONGEST, DEVICES)
            started = time.monotonic()
            importing = bench.processes.start(
                [bench.program, "devices", "import", file, "--data", service.folder],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            bench.processes.finish(importing, LONGEST)
            took.append(time.monotonic() - started)
            if importing.returncode != 0:
                raise RuntimeError("the import failed")
            return load.stop()

        found = alternate(bench.settings.rounds, {"quiet": lambda: bench.drive(service), "beside": beside_import})
    beside, quiet = found["beside"], found["quiet"]
    throughput = throughput_bar(f"beside an import of {count:,} devices, all or none", LEAST, beside, quiet)
    throughput.note += f"; the import took {max(took):.1f} s at most"
    is_clean, note = answers_only_200(beside, quiet)
    slower = share(beside.p99, quiet.p99)
    return [
        throughput,
        Bar("the same: p99", f"under {MOST_P99:.0f} x", f"{slower:.2f} x", slower < MOST_P99,
            f"{beside.p99:.1f} ms, at most {beside.maximum:.0f} ms"),
        Bar("the same: answers other than 200", "none", f"{beside.refused + beside.faults:,}", is_clean,
            note or f"of {beside.answers:,}")]
