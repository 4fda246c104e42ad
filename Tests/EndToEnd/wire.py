"""A bare socket: what is sent is sent to the byte, and answers are read as RFC 9112 has them."""

import socket

from service import PATIENCE, Answer


class Wire:
    def __init__(self, host, port, patience=PATIENCE):
        self.socket = socket.create_connection((host, port), timeout=patience)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.stream = self.socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def send(self, data):
        self.socket.sendall(data if isinstance(data, bytes) else data.encode("latin-1"))

    def end_sending(self):
        self.socket.shutdown(socket.SHUT_WR)

    def read_head(self):
        """Status and fields of an answer, or None when the connection is over."""
        line = self.stream.readline()
        if not line:
            return None
        version, status = line.split(b" ", 2)[:2]
        assert version == b"HTTP/1.1" and line.endswith(b"\r\n"), line
        fields = {}
        while (line := self.stream.readline()) != b"\r\n":
            assert line.endswith(b"\r\n") and b":" in line, line
            name, value = line[:-2].split(b":", 1)
            fields[name.decode().lower()] = value.strip().decode()
        return int(status), fields

    def read_answer(self, has_content=True):
        """The next answer, or None when the connection is over."""
        head = self.read_head()
        if head is None:
            return None
        status, fields = head
        content = b""
        if has_content and status >= 200 and status not in (204, 304):
            content = self.stream.read(int(fields["content-length"]))
            assert len(content) == int(fields["content-length"]), "the answer was cut"
        return Answer(status, fields, content)

    def is_at_end(self):
        """Waits for a byte or the end of the connection."""
        try:
            return self.stream.read(1) == b""
        except ConnectionResetError:
            return True

    def close(self):
        self.stream.close()
        self.socket.close()


def post(target, body, *fields, method="POST", host="localhost"):
    """A request with a Content-Length, as bytes."""
    body = body if isinstance(body, bytes) else body.encode("utf-8")
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(body)}", *fields, "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


def chunked(body, size):
    """A body in chunks of so many bytes (RFC 9112 §7.1)."""
    pieces = [body[start:start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
