"""A webhook whose answers a test scripts, and which keeps the requests that it got."""

import http.server
import json
import os
import socket
import struct
import threading

from service import PATIENCE


class Reply:
    """What one request is answered with; text and bytes are sent as they are, all else as JSON."""

    def __init__(self, status=200, body=b"", content_type="application/json", delay=0.0, cut=None, fields=None):
        """
        delay: seconds before the answer, ended early when the webhook is.
        cut: instead of a whole answer, `reset` at once, or `half`: a head that promises more than comes.
        """
        if isinstance(body, str):
            body = body.encode("utf-8")
        self.body = body if isinstance(body, bytes) else json.dumps(body).encode("utf-8")
        self.status = status
        self.content_type = content_type
        self.delay = delay
        self.cut = cut
        self.fields = fields or {}


def hub(name, twin=None, payload=None):
    """The answer that gives a device to a hub."""
    body = {"iotHubHostName": name}
    if twin is not None:
        body["initialTwin"] = twin
    if payload is not None:
        body["payload"] = payload
    return Reply(body=body)


class Request:
    """One request as it came."""

    def __init__(self, method, target, fields, body):
        self.method = method
        self.target = target
        self.fields = fields
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def registration_id(self):
        """None where the body names none."""
        try:
            return self.json["deviceRuntimeContext"]["registrationId"]
        except (ValueError, KeyError, TypeError):
            return None


class ScriptedWebhook:
    """Listens on a free port of loopback. What has no script is answered with `otherwise`."""

    def __init__(self, otherwise=None):
        self.otherwise = otherwise or Reply(status=404, body="nothing is scripted", content_type="text/plain")
        self._lock = threading.Condition()
        self._scripts = {}
        self._requests = []
        self._ending = threading.Event()
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        self._ending.set()
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join(PATIENCE)
        self._server.server_close()

    @property
    def port(self):
        return self._server.server_address[1]

    def url(self, key="key-of-the-scripted-webhook"):
        """With the key in the query as DPS sends it; without a query for None."""
        return f"http://127.0.0.1:{self.port}/api/allocate" + ("" if key is None else f"?code={key}")

    def script(self, registration_id, *replies):
        """The answers for a device in their order; the last one is given from then on."""
        with self._lock:
            self._scripts[registration_id.lower()] = list(replies)

    def requests(self, registration_id=None):
        """Those that came, in their order: all, or those of one device."""
        with self._lock:
            return [
                one for one in self._requests
                if registration_id is None or (one.registration_id or "").lower() == registration_id.lower()]

    def wait_for_requests(self, count, registration_id=None):
        """Gives the requests once there are so many."""
        with self._lock:
            if not self._lock.wait_for(lambda: len(self.requests(registration_id)) >= count, PATIENCE):
                raise AssertionError(f"not within {PATIENCE} s: {count} requests of {registration_id}")
            return self.requests(registration_id)

    def _reply(self, request):
        with self._lock:
            self._requests.append(request)
            self._lock.notify_all()
            script = self._scripts.get((request.registration_id or "").lower())
            if not script:
                return self.otherwise
            return script.pop(0) if len(script) > 1 else script[0]

    def _handler(self):
        webhook = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = PATIENCE

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                fields = {name.lower(): value for name, value in self.headers.items()}
                reply = webhook._reply(Request(self.command, self.path, fields, body))
                if reply.delay:
                    webhook._ending.wait(reply.delay)
                try:
                    self.send(reply)
                except OSError:
                    # Who asked has gone, which a delay is often there for.
                    self.close_connection = True

            do_GET = do_PUT = do_POST

            def send(self, reply):
                if reply.cut == "reset":
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    # Closed here, for the server would first end the connection in order.
                    os.close(self.connection.detach())
                    self.close_connection = True
                    return
                self.send_response(reply.status)
                for name, value in reply.fields.items():
                    self.send_header(name, value)
                if reply.status not in (204, 304):
                    self.send_header("Content-Type", reply.content_type)
                    self.send_header("Content-Length", str(len(reply.body) + (reply.cut == "half")))
                self.end_headers()
                if reply.status not in (204, 304):
                    self.wfile.write(reply.body)
                if reply.cut == "half":
                    self.close_connection = True

            def log_message(self, *_):
                """Nothing: the requests are kept."""

        return Handler
