#!/usr/bin/env python3
"""Fuzzes the readers of what clients send, guided by coverage (libFuzzer, which is part of Swift's toolchain).

    run.py [--runs N] [--seconds N] [TARGET...]     runs or seconds for each target, whichever ends first

Builds into .build-fuzz, where the corpora stay from run to run; the tests' tables are the seeds. Ends with a table of inputs, speed
and memory; status 1 when an input made a target fail, which is kept in .build-fuzz/findings. Such an input becomes a row of a table.
"""

import argparse
import concurrent.futures
import pathlib
import re
import subprocess
import sys
import time

FOLDER = pathlib.Path(__file__).resolve().parent
REPOSITORY = FOLDER.parents[1]
BUILD = REPOSITORY / ".build-fuzz"
HTTP = REPOSITORY / "Sources/HTTP"
TESTS = REPOSITORY / "Tests"

# What has to do with bytes and not with sockets.
READERS = [
    "BodyReader", "ByteQueue", "ChunkedDecoder", "FramingFields", "HTTPBodyError", "HTTPFields", "HTTPFields+Line", "HTTPLimits",
    "HTTPMethod", "HTTPStatus", "RequestHead", "RequestHeadScanner", "RequestRefusal", "RequestTarget", "String+PercentDecoding",
    "UInt8+HTTPGrammar",
]
# Name, dictionary, longest input.
TARGETS = {
    "RequestHead": ("http", 600),
    "ChunkedDecoder": ("http", 300),
    "Connection": ("http", 800),
    "JSON": ("json", 400),
}
# Far above what a target needs; a leak of a byte for each input would meet it.
MEMORY_LIMIT = 512
# Seconds for one input.
INPUT_LIMIT = 5


def sources(target):
    if target == "JSON":
        return "Allocation", [
            *sorted((REPOSITORY / "Sources/Allocation").rglob("*.swift")), TESTS / "AllocationTests/JSON/JSONReading.swift",
            FOLDER / "Check.swift", FOLDER / "JSONFuzz.swift"]
    return "HTTP", [
        *(HTTP / f"{name}.swift" for name in READERS), FOLDER / "Check.swift", FOLDER / "FuzzedBytes.swift",
        FOLDER / f"{target}Fuzz.swift"]


def build(target):
    module, files = sources(target)
    program = BUILD / target
    if program.exists() and all(file.stat().st_mtime < program.stat().st_mtime for file in files):
        return program
    subprocess.run(
        ["swiftc", "-parse-as-library", "-O", "-wmo", "-g", "-swift-version", "6", "-sanitize=fuzzer", "-suppress-warnings",
         "-package-name", "fuzz", "-module-name", module, "-o", program, *files], check=True, cwd=BUILD)
    return program


def write_seeds():
    program = BUILD / "WriteSeeds"
    rows = sorted((TESTS / "HTTPTests").glob("RequestRow*.swift"))
    subprocess.run(
        ["swiftc", "-parse-as-library", "-suppress-warnings", "-module-name", "Seeds", "-o", program, FOLDER / "WriteSeeds.swift",
         TESTS / "AllocationTests/JSON/JSONDocuments.swift", *rows], check=True, cwd=BUILD)
    subprocess.run([program, BUILD / "seeds"], check=True)


def fuzz(target, runs, seconds):
    """What libFuzzer says at its end, and whether all went well."""
    dictionary, longest = TARGETS[target]
    corpus = BUILD / "corpus" / target
    findings = BUILD / "findings"
    for folder in (corpus, findings):
        folder.mkdir(parents=True, exist_ok=True)
    result = subprocess.run(
        [BUILD / target, f"-runs={runs}", f"-max_total_time={seconds}", f"-max_len={longest}", f"-timeout={INPUT_LIMIT}",
         f"-rss_limit_mb={MEMORY_LIMIT}", f"-dict={FOLDER / dictionary}.dict", f"-artifact_prefix={findings}/{target}-",
         "-print_final_stats=1", "-verbosity=1", corpus, BUILD / "seeds" / target],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    (BUILD / f"{target}.log").write_text(result.stdout)
    return result


def statistic(output, name):
    found = re.search(rf"stat::{name}:\s+(\d+)", output)
    return int(found.group(1)) if found else 0


def memory_at_half_time(output):
    """What libFuzzer says about resident memory in the middle of its run, in MB: to compare with the end."""
    readings = re.findall(r"rss: (\d+)Mb", output)
    return int(readings[len(readings) // 2]) if readings else 0


def main():
    parser = argparse.ArgumentParser(description="Fuzzes the readers of what clients send.")
    parser.add_argument("--runs", type=int, default=3_000_000, help="inputs for each target at most")
    parser.add_argument("--seconds", type=int, default=600, help="seconds for each target at most")
    parser.add_argument("--at-once", type=int, default=2, help="targets that run side by side")
    parser.add_argument("target", nargs="*", help=f"of {', '.join(TARGETS)}; all without one")
    options = parser.parse_args()
    targets = options.target or list(TARGETS)
    if unknown := set(targets) - set(TARGETS):
        parser.error(f"there is no target {', '.join(sorted(unknown))}")
    BUILD.mkdir(exist_ok=True)
    write_seeds()
    for target in targets:
        build(target)

    begun = time.monotonic()
    total, failed = 0, []
    print(f"{'target':<16} {'inputs':>11} {'a second':>9} {'coverage':>9} {'memory, half-way and at the end':>32}")
    with concurrent.futures.ThreadPoolExecutor(options.at_once) as workers:
        futures = {target: workers.submit(fuzz, target, options.runs, options.seconds) for target in targets}
        for target, future in futures.items():
            output = future.result().stdout
            inputs = statistic(output, "number_of_executed_units")
            covered = re.findall(r"cov: (\d+)", output)
            total += inputs
            print(
                f"{target:<16} {inputs:>11,} {statistic(output, 'average_exec_per_sec'):>9,} {covered[-1] if covered else 0:>9} "
                f"{memory_at_half_time(output):>22} MB, {statistic(output, 'peak_rss_mb'):>3} MB", flush=True)
            if future.result().returncode != 0:
                failed.append(target)
                print("\n".join(output.splitlines()[-40:]), flush=True)
    print(f"{total:,} inputs in {time.monotonic() - begun:.0f} s, {len(failed)} targets failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
