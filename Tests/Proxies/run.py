#!/usr/bin/env python3
"""The service behind nginx, HAProxy and Caddy, with connections to it that are kept.

    run.py [--decisions N] [PROXY...]

Through each proxy: so many decisions without one error; and sequences of bytes whose end could be argued about, for each of which the
answers that the service gave must be the answers that the client got, in number and order. Needs wrk and the proxies (.ci/prepare-deep).
"""

import argparse
import os
import pathlib
import re
import shutil
import socket
import string
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
FOLDER = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER.parent / "EndToEnd"), str(FOLDER)]

from relay import Relay, answers_in  # noqa: E402
from sequences import MARKER, SEQUENCES  # noqa: E402
from service import Service, eventually  # noqa: E402

# Configuration and command line; `$file` is the configuration with its ports.
PROXIES = {
    "nginx": ("nginx.conf", ["nginx", "-c", "$file", "-p", "$folder", "-e", "stderr"]),
    "haproxy": ("haproxy.cfg", ["haproxy", "-db", "-f", "$file"]),
    "caddy": ("Caddyfile", ["caddy", "run", "--config", "$file", "--adapter", "caddyfile"]),
}
CONNECTIONS = 32
# How long a client waits when a proxy waits for more: nothing here is slow by itself.
SILENCE = 0.4


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Proxy:
    def __init__(self, name, upstream):
        self.name = name
        self.port = free_port()
        self.folder = tempfile.mkdtemp(prefix="dps-allocator-proxy-")
        os.chmod(self.folder, 0o755)
        template, command = PROXIES[name]
        values = {"port": self.port, "upstream": upstream, "folder": self.folder, "file": f"{self.folder}/{template}"}
        text = string.Template((FOLDER / template).read_text()).substitute(values)
        pathlib.Path(values["file"]).write_text(text)
        environment = {**os.environ, "PATH": os.environ["PATH"] + ":/usr/sbin", "HOME": self.folder}
        self.errors = open(f"{self.folder}/errors", "wb")
        self.process = subprocess.Popen(
            [string.Template(word).substitute(values) for word in command], stdin=subprocess.DEVNULL, stdout=self.errors,
            stderr=self.errors, env=environment)
        eventually(self.accepts, f"{name} listens")

    def accepts(self):
        assert self.process.poll() is None, pathlib.Path(f"{self.folder}/errors").read_text()
        try:
            socket.create_connection(("127.0.0.1", self.port)).close()
            return True
        except OSError:
            return False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.errors.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def sockets_left(port):
    """How many connections to a port the system still knows, closed ones in TIME_WAIT included."""
    found = 0
    for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]:
        remote = line.split()[2]
        found += int(remote.rpartition(":")[2], 16) == port
    return found


def decide(service, port, wanted):
    """Decisions through a proxy until there are enough: how many, how many failed, and the seconds they took."""
    decided = failed = 0
    begun = time.monotonic()
    while decided < wanted and not failed:
        result = subprocess.run(
            ["wrk", "-t1", f"-c{CONNECTIONS}", "-d5s", "-s", FOLDER / "decisions.lua", f"http://127.0.0.1:{port}"],
            capture_output=True, text=True, env={**os.environ, "ALLOCATE_TARGET": service.target()})
        line = next((line for line in result.stdout.splitlines() if line.startswith("RESULT")), None)
        assert line, result.stdout + result.stderr
        requests, broken, refused = map(int, line.split()[1:])
        decided += requests
        failed += broken + refused
    return decided, failed, time.monotonic() - begun


def recorded(service):
    """How many decisions by a rule the service says that it made."""
    text = service.ask("GET", "/metrics", fields={"authorization": "Bearer " + service.keys["auditor"]}).text
    return int(re.search(r'requests_total\{reason="rule"\} (\d+)', text).group(1))


def exchange(port, data):
    """All that comes back until the proxy closes or is silent."""
    received = b""
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.settimeout(SILENCE)
        try:
            client.sendall(data.encode("latin-1"))
            while part := client.recv(65536):
                received += part
        except OSError:
            pass
    return received


def compare(sequence, port, relay, known):
    """What is wrong with what a proxy and the service made of a sequence; None if they agree."""
    received = exchange(port, sequence + MARKER)
    answers = answers_in(received) if received.startswith(b"HTTP/1.") else []
    got = [identifier for _, identifier in answers if identifier]
    # What a proxy says by itself names no request; nor does nginx's answer to HTTP/0.9, which is the content alone.
    unnamed = len(answers) - len(got) + (received == b"ok\n")
    # A client of its own behind it must get the answer to its own request: nothing may be left over for it.
    marker = answers_in(exchange(port, MARKER))
    if len(marker) != 1 or marker[0][0] != 404 or marker[0][1] is None:
        return f"the next client got {marker} and not the 404 of its own request"
    got.append(marker[0][1])
    eventually(lambda: got[-1] in (identifier for _, identifier in relay.answers), "the relay has the last answer")
    gave = {identifier: status for status, identifier in relay.answers if identifier and identifier not in known}
    known.update(gave)
    if not set(got) <= set(gave):
        return "the clients got answers that the service did not give"
    # A proxy that finds a body malformed speaks for the service, which may have answered its head already. But neither the hidden
    # request nor the marker, which are 404, may have been answered without a client that asked.
    unclaimed = [status for identifier, status in gave.items() if identifier not in got]
    if len(unclaimed) > unnamed or 404 in unclaimed:
        return f"the service answered {len(gave)} requests, the clients got {len(got)} of its answers; left over: {unclaimed}"
    # On one connection to the service, and so in its order there, for all but those of several connections.
    places = [relay.place(identifier) for identifier in got]
    if any(first[0] == second[0] and first[1] > second[1] for first, second in zip(places, places[1:])):
        return "the answers came in another order"
    return None


def check_sequences(service, proxy_name):
    relay = Relay(service.port)
    complaints = []
    known = set()
    with Proxy(proxy_name, relay.port) as proxy:
        for name, sequence in SEQUENCES.items():
            complaint = compare(sequence, proxy.port, relay, known)
            if complaint:
                complaints.append(f"{name}: {complaint}")
    relay.close()
    return complaints


def main():
    parser = argparse.ArgumentParser(description="The service behind proxies.")
    parser.add_argument("--decisions", type=int, default=100_000)
    parser.add_argument("proxy", nargs="*", default=[], help=f"of {', '.join(PROXIES)}; all without one")
    options = parser.parse_args()
    failed = False
    with Service() as service:
        for name in options.proxy or PROXIES:
            complaints = check_sequences(service, name)
            before = recorded(service)
            with Proxy(name, service.port) as proxy:
                decided, errors, seconds = decide(service, proxy.port, options.decisions)
                left = sockets_left(service.port)
            print(f"{name:<8} {decided:>8,} decisions in {seconds:.0f} s, {errors} errors, over {left} connections to the service; "
                  f"{len(SEQUENCES)} sequences, {len(complaints)} disagreements", flush=True)
            if recorded(service) - before < decided:
                complaints.append(f"the service made only {recorded(service) - before} of these decisions")
            for complaint in complaints:
                print("   ", complaint, flush=True)
            if left > 20 * CONNECTIONS:
                print(f"    {name} does not keep its connections to the service")
            failed |= bool(errors or complaints or left > 20 * CONNECTIONS)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
