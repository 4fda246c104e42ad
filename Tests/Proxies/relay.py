"""Stands between a proxy and the service, and keeps what the service answers, in its order."""

import re
import socket
import threading

HEAD_END = b"\r\n\r\n"


def answers_in(received):
    """Status and request ID of each answer in what one connection brought; interim ones are left out."""
    answers = []
    while (end := received.find(HEAD_END)) >= 0:
        head, received = received[:end + 2].decode("latin-1"), received[end + 4:]
        status = int(head.split(" ", 2)[1])
        if status < 200:
            continue
        length = re.search(r"(?im)^content-length: *(\d+)\r$", head)
        if re.search(r"(?im)^transfer-encoding: *chunked\r$", head):
            received = received.partition(b"0\r\n\r\n")[2]
        elif length and status not in (204, 304):
            received = received[int(length.group(1)):]
        identifier = re.search(r"(?im)^x-request-id: *(\S+)\r$", head)
        answers.append((status, identifier.group(1) if identifier else None))
    return answers


class Relay:
    def __init__(self, upstream):
        self.upstream = upstream
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self.listener.getsockname()[1]
        self.lock = threading.Lock()
        self.connections = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.upstream))
            for one in (client, server):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            received = bytearray()
            with self.lock:
                self.connections.append(received)
            threading.Thread(target=self._copy, args=(client, server, None), daemon=True).start()
            threading.Thread(target=self._copy, args=(server, client, received), daemon=True).start()

    def _copy(self, source, target, received):
        try:
            while data := source.recv(65536):
                if received is not None:
                    with self.lock:
                        received += data
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            # One side is gone: so must be the other.
            for one in (source, target):
                try:
                    one.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    @property
    def answers(self):
        """All that the service answered so far, connection by connection."""
        with self.lock:
            return [answer for received in self.connections for answer in answers_in(bytes(received))]

    def place(self, identifier):
        """The connection, and the place on it, of the answer to a request."""
        with self.lock:
            for number, received in enumerate(self.connections):
                identifiers = [one for _, one in answers_in(bytes(received))]
                if identifier in identifiers:
                    return number, identifiers.index(identifier)
        return None

    def close(self):
        self.listener.close()
