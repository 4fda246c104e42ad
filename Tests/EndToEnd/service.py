"""Starts, asks and stops dps-allocator as its users do: by its command line and over its socket."""

import atexit
import http.client
import json
import os
import pathlib
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import urllib.parse

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("DPS_ALLOCATOR", str(REPOSITORY / ".build/release/dps-allocator"))
SEED = str(REPOSITORY / "seed/contoso.json")
# Nothing here may take longer; whatever does is a fault and not a slow machine.
PATIENCE = 30.0

TOASTERS_HUB = "contoso-toasters-hub-1098.azure-devices.net"
HEAT_PUMPS_HUB = "contoso-heatpumps-hub-1098.azure-devices.net"
HUBS = [TOASTERS_HUB, HEAT_PUMPS_HUB]
TOASTER_TWIN = {
    "tags": {"deviceType": "toaster"},
    "properties": {"desired": {"state": "ready", "darknessSetting": "medium"}},
}
HEAT_PUMP_TWIN = {
    "tags": {"deviceType": "heatpump"},
    "properties": {"desired": {"state": "on", "temperatureSetting": "65"}},
}
PLAIN_TEXT = "text/plain; charset=utf-8"


def run_program(*words, text_input=None, folder=None):
    """Runs one command to its end; its output is text."""
    return subprocess.run(
        [PROGRAM, *map(str, words)], input=text_input, stdin=subprocess.DEVNULL if text_input is None else None,
        capture_output=True, text=True, timeout=PATIENCE, cwd=folder)


def request_body(registration_id, hubs=None, **context):
    """The smallest body that DPS could send."""
    return {
        "deviceRuntimeContext": {"registrationId": registration_id, **context},
        "linkedHubs": HUBS if hubs is None else hubs,
    }


def eventually(condition, what):
    """Asks again until the condition holds; gives what it returned."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.01)
    raise AssertionError(f"not within {PATIENCE} s: {what}")


def address_of(line):
    """Host and port in a line such as `listening on http://127.0.0.1:8080`."""
    parts = urllib.parse.urlsplit(line.removeprefix("listening on "))
    return parts.hostname, parts.port


class Answer:
    """One answer of the service."""

    def __init__(self, status, fields, body):
        self.status = status
        self.fields = fields
        self.body = body

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def content_type(self):
        return self.fields.get("content-type")

    @property
    def request_id(self):
        return self.fields.get("x-request-id")

    def __repr__(self):
        return f"<{self.status} {self.content_type} {self.body[:300]!r}>"


class Client:
    """One keep-alive connection; for one thread at a time."""

    def __init__(self, host, port):
        self.connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)

    def ask(self, method, target, body=None, fields=None):
        self.connection.request(method, target, body=body, headers=fields or {})
        response = self.connection.getresponse()
        content = response.read()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, content)

    def close(self):
        self.connection.close()


class Process:
    """A running program whose standard output can be waited for; standard error goes to a file."""

    # Those to end, by their own pid, should a suite itself be ended.
    running = set()

    def __init__(self, words, folder, program=PROGRAM, **popen_options):
        self.errors_file = tempfile.NamedTemporaryFile(dir=folder, prefix="stderr-", delete=False)
        self.process = subprocess.Popen(
            [program, *map(str, words)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.errors_file,
            **popen_options)
        Process.running.add(self)
        self.output = []
        self._lines = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self._lines.put(line.decode("utf-8").rstrip("\n"))
        self._lines.put(None)

    def next_line(self):
        """The next line of standard output; None at its end."""
        line = self._lines.get(timeout=PATIENCE)
        if line is not None:
            self.output.append(line)
        return line

    def wait_for_line(self, start):
        """The first line from now on that starts so."""
        while True:
            line = self.next_line()
            if line is None:
                raise AssertionError(f"the program ended before it said {start!r}: {self.output} {self.errors}")
            if line.startswith(start):
                return line

    def read_to_end(self):
        while self.next_line() is not None:
            pass

    @property
    def errors(self):
        return pathlib.Path(self.errors_file.name).read_text("utf-8")

    def signal(self, number):
        self.process.send_signal(number)

    def wait(self):
        """The exit status, negative for a signal."""
        status = self.process.wait(timeout=PATIENCE)
        Process.running.discard(self)
        self._reader.join(PATIENCE)
        self.process.stdout.close()
        self.errors_file.close()
        return status

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        return self.wait()


@atexit.register
def end_what_still_runs():
    for process in list(Process.running):
        process.kill()


class DataFolder:
    """A temporary folder, and in it `data`, the one of the service."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="dps-allocator-test-")
        self.data = os.path.join(self.folder, "data")

    @property
    def inventory(self):
        return os.path.join(self.data, "inventory.sqlite")

    @property
    def history(self):
        return os.path.join(self.data, "history.sqlite")

    def run(self, *words, text_input=None):
        """Runs a command upon this data."""
        end = words.index("--") if "--" in words else len(words)
        return run_program(*words[:end], "--data", self.data, *words[end:], text_input=text_input)

    def file(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as stream:
            stream.write(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class Service(DataFolder):
    """A service over a data folder of its own, seeded and with a key of each role."""

    def __init__(self):
        super().__init__()
        self.keys = {}
        self.process = None
        self._client = None
        self._errors_before = ""

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.end()

    def start(self, command="quickstart", options=(), seed=SEED, **popen_options):
        """Starts the program; returns when it answers."""
        seed = ["--from", seed] if command == "quickstart" else []
        listen = [] if "--listen" in options else ["--listen", "127.0.0.1:0"]
        self.process = Process(
            [command, *seed, "--data", self.data, *listen, *options], self.folder, **popen_options)
        first = self.process.wait_for_line("listening on http://")
        self.host, self.port = address_of(first)
        for line in self.process.output:
            words = line.split()
            if line.startswith("  ") and len(words) == 2 and words[0] in ("webhook", "fleet", "auditor", "admin"):
                self.keys[words[0]] = words[1]
        return self

    @property
    def errors(self):
        """All that was ever written to standard error, over all starts."""
        return self._errors_before + self.process.errors

    def client(self):
        return Client(self.host, self.port)

    def ask(self, method, target, body=None, fields=None):
        """Asks over one connection that is kept."""
        if self._client is None:
            self._client = self.client()
        try:
            return self._client.ask(method, target, body, fields)
        except (http.client.HTTPException, OSError):
            self._client.close()
            self._client = None
            raise

    def target(self, key=None):
        return "/api/allocate?code=" + (self.keys["webhook"] if key is None else key)

    def allocate(self, body, client=None, key=None):
        """Asks as DPS does; the body is text, bytes or what becomes JSON."""
        if not isinstance(body, (bytes, str)):
            body = json.dumps(body)
        if isinstance(body, str):
            body = body.encode("utf-8")
        ask = self.ask if client is None else client.ask
        return ask("POST", self.target(key), body, {"content-type": "application/json; charset=utf-8"})

    def _forget(self):
        if self._client is not None:
            self._client.close()
            self._client = None
        self._errors_before += self.process.errors

    def stop(self, number=signal.SIGTERM):
        """Ends it as an operator does; returns the exit status."""
        self.process.signal(number)
        status = self.process.wait()
        self._forget()
        return status

    def kill(self):
        """Ends it as a power cut does."""
        self.process.kill()
        self._forget()

    def end(self):
        """Ends it whatever its state, and removes its folder."""
        if self.process is not None and self.process.process.returncode is None:
            self.process.kill()
        if self._client is not None:
            self._client.close()
        self.remove()
