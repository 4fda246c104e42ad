#!/usr/bin/env python3
"""What clients without measure cost the others: 64 well-behaved connections alone, then beside each kind of misbehaviour.

    backpressure.py [--seconds N] [--rounds N] [KIND...]

Rounds alternate, and each kind is compared with the rounds around it, for machines are never at rest. Prints decisions a second, the
ratio (to reach: 0.90) and the service's memory; status 1 below that ratio, or when a well-behaved connection saw an error.
"""

import argparse
import asyncio
import multiprocessing
import os
import pathlib
import re
import resource
import select
import socket
import statistics
import subprocess
import sys

sys.dont_write_bytecode = True
FOLDER = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER.parent / "EndToEnd")]

from service import Service  # noqa: E402

WELL_BEHAVED = 64
TO_REACH = 0.9
# As in Sources/HTTP/HTTPLimits.swift, less those that behave well.
CONNECTION_LIMIT = 10_000
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


async def connect(port, number):
    """A connection from one of several addresses of loopback, for one has too few ports."""
    return await asyncio.open_connection("127.0.0.1", port, local_addr=(f"127.0.0.{2 + number % 4}", 0))


async def never_reads(port, target, number, settled):
    """Asks without end and takes no answer. Until the sockets' buffers are full this is load as any other; then it settles."""
    while True:
        with socket.socket() as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.setblocking(False)
            await asyncio.get_running_loop().sock_connect(client, ("127.0.0.1", port))
            try:
                while True:
                    async with asyncio.timeout(1):
                        await asyncio.get_running_loop().sock_sendall(client, HEALTH * 100)
            except TimeoutError:
                settled.set()
                # The service is the one to end this.
                await wait_for_hang_up(client)
            except OSError:
                pass
        await asyncio.sleep(0.1)


async def wait_for_hang_up(client):
    """Until the peer has closed, without reading."""
    watch = select.poll()
    watch.register(client, select.POLLRDHUP | select.POLLHUP)
    while not watch.poll(0):
        await asyncio.sleep(1)


async def sends_a_byte_a_second(port, target, number, settled):
    while True:
        reader, writer = await connect(port, number)
        settled.set()
        try:
            head = f"POST {target} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n"
            for byte in (head if number % 2 else head + "\r\n" + " " * 1000).encode():
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(1)
        except OSError:
            await asyncio.sleep(0.1)


async def connects_and_is_silent(port, target, number, settled):
    while True:
        try:
            reader, _ = await connect(port, number)
            settled.set()
            while await reader.read(1000):
                pass
        except OSError:
            pass
        await asyncio.sleep(1)


async def sends_ten_gigabytes(port, target, number, settled):
    settled.set()
    head = f"POST {target} HTTP/1.1\r\nHost: x\r\n"
    while True:
        reader, writer = await connect(port, number)
        try:
            if number % 2:
                writer.write((head + f"Content-Length: {10 * 1024 ** 3}\r\n\r\n").encode())
                piece = b"x" * 65536
            else:
                writer.write((head + "Transfer-Encoding: chunked\r\n\r\n").encode())
                piece = b"10000\r\n" + b"x" * 65536 + b"\r\n"
            while True:
                writer.write(piece)
                await writer.drain()
        except OSError:
            pass
        # It comes again, but not at once: what is measured here is the service and not this client's own work.
        await asyncio.sleep(1)


# How many of each kind, and what one of them does.
KINDS = {
    "never reads": (64, never_reads),
    "a byte a second": (1000, sends_a_byte_a_second),
    "10,000 connections": (CONNECTION_LIMIT - WELL_BEHAVED - 10, connects_and_is_silent),
    "10 GB body": (4, sends_ten_gigabytes),
}


class Misbehaviour:
    """Clients in a process of their own; it is there when all have settled."""

    def __init__(self, kind, service):
        self.count, self.client = KINDS[kind]
        self.service = service
        self.ready = multiprocessing.Event()
        self.process = multiprocessing.Process(target=self.run, daemon=True)

    def run(self):
        asyncio.run(self.run_all())

    async def run_all(self):
        target = self.service.target()
        clients, settled = set(), [asyncio.Event() for _ in range(self.count)]
        for number, event in enumerate(settled):
            clients.add(asyncio.create_task(self.client(self.service.port, target, number, event)))
            if number % 100 == 99:
                await asyncio.sleep(0.02)
        for event in settled:
            await event.wait()
        self.ready.set()
        await asyncio.gather(*clients)

    def __enter__(self):
        self.process.start()
        assert self.ready.wait(120), "the clients did not settle"
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.join()


def resident_megabytes(service):
    text = pathlib.Path(f"/proc/{service.process.process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text).group(1)) / 1024


def decide(service, seconds):
    """Decisions a second of the well-behaved, and how many of them failed."""
    result = subprocess.run(
        ["wrk", "-t1", f"-c{WELL_BEHAVED}", f"-d{seconds}s", "-s", FOLDER.parent / "Proxies/decisions.lua",
         f"http://{service.host}:{service.port}"],
        capture_output=True, text=True, env={**os.environ, "ALLOCATE_TARGET": service.target()})
    counts = re.search(r"^RESULT (\d+) (\d+) (\d+)$", result.stdout, re.MULTILINE)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", result.stdout)
    assert counts and rate, result.stdout + result.stderr
    return float(rate.group(1)), int(counts.group(2)) + int(counts.group(3))


def measure(kind, seconds, rounds):
    """Rates alone and beside, errors, and the greatest memory."""
    alone, beside, errors, memory = [], [], 0, 0
    with Service() as service:
        decide(service, 1)
        for _ in range(rounds):
            rate, failed = decide(service, seconds)
            alone.append(rate)
            errors += failed
            with Misbehaviour(kind, service):
                rate, failed = decide(service, seconds)
                memory = max(memory, resident_megabytes(service))
            beside.append(rate)
            errors += failed
        rate, failed = decide(service, seconds)
        alone.append(rate)
    around = [(first + second) / 2 for first, second in zip(alone, alone[1:])]
    ratio = statistics.median(one / other for one, other in zip(beside, around))
    return statistics.median(alone), statistics.median(beside), ratio, errors, memory


def main():
    parser = argparse.ArgumentParser(description="What clients without measure cost the others.")
    parser.add_argument("--seconds", type=int, default=3, help="of each round")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("kind", nargs="*", help=f"of {', '.join(KINDS)}; all without one")
    options = parser.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    failed = False
    print(f"{'beside':<20} {'clients':>7} {'alone':>9} {'beside':>9} {'ratio':>6} {'errors':>6} {'memory':>8}")
    for kind in options.kind or KINDS:
        alone, beside, ratio, errors, memory = measure(kind, options.seconds, options.rounds)
        print(
            f"{kind:<20} {KINDS[kind][0]:>7,} {alone:>7,.0f}/s {beside:>7,.0f}/s {ratio:>6.2f} {errors:>6} {memory:>5.0f} MB",
            flush=True)
        failed |= ratio < TO_REACH or errors > 0
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
