"""A proxy that ends TLS in front of a program, for clients that speak nothing else."""

import os
import socket
import ssl
import subprocess
import threading


def make_certificate(folder, name):
    """A certificate of its own issuer for a host; gives the paths of it and of its key."""
    certificate, key = os.path.join(folder, "certificate.pem"), os.path.join(folder, "key.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}", "-keyout", key, "-out", certificate],
        check=True, capture_output=True)
    return certificate, key


class TLSRelay:
    """Listens on a free port of loopback, and passes what it deciphers on to another one."""

    def __init__(self, certificate, key, host, port):
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate, key)
        self._target = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._relay, args=(client,), daemon=True).start()

    def _relay(self, client):
        try:
            with self._context.wrap_socket(client, server_side=True) as inside, socket.create_connection(self._target) as outside:
                back = threading.Thread(target=self._copy, args=(outside, inside), daemon=True)
                back.start()
                self._copy(inside, outside)
                back.join()
        except OSError:
            client.close()

    @staticmethod
    def _copy(source, destination):
        try:
            while piece := source.recv(65_536):
                destination.sendall(piece)
            destination.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def close(self):
        self._listener.close()
