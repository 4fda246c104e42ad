"""nginx, answering every request with the same 200: what HTTP alone costs on this machine."""

import http.client
import socket
import time

CONFIGURATION = """
daemon off;
worker_processes auto;
pid nginx.pid;
error_log error.log;
events {{ worker_connections 1000; }}
http {{
    access_log off;
    keepalive_requests 1000000000;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    server {{
        listen 127.0.0.1:{port};
        default_type application/json;
        location / {{ return 200 '{body}'; }}
    }}
}}
"""


def free_port():
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Yardstick:
    """A running nginx."""

    def __init__(self, processes, folder, target, body):
        """`target` is what is asked of it, as of the service; `body` is what it answers."""
        self.target = target
        self._processes = processes
        port = free_port()
        self.address = f"127.0.0.1:{port}"
        folder.mkdir(parents=True, exist_ok=True)
        configuration = folder / "nginx.conf"
        configuration.write_text(CONFIGURATION.format(port=port, body=body.decode("utf-8")))
        self._process = processes.start(["nginx", "-p", folder, "-e", folder / "error.log", "-c", configuration])
        self._wait_until_it_answers()

    def _wait_until_it_answers(self):
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and self._process.poll() is None:
            connection = http.client.HTTPConnection(self.address, timeout=5)
            try:
                connection.request("GET", "/")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.02)
            finally:
                connection.close()
        self.stop()
        raise RuntimeError("nginx did not start")

    def stop(self):
        self._processes.end(self._process)
