"""Requests whose end two readers might see in different places; behind each comes a marker, which is a request of its own."""

HEALTH = "/healthz"
# What would be smuggled: if a reader takes it for a request, there is one answer more.
HIDDEN = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n"
MARKER = "GET /marker HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


def head(*fields, method="POST", target=HEALTH, version="HTTP/1.1", host="Host: x"):
    return "\r\n".join([f"{method} {target} {version}", *([host] if host else []), *fields, "", ""])


def chunked(chunks, *fields, **options):
    return head("Transfer-Encoding: chunked", *fields, **options) + chunks


LENGTH = f"Content-Length: {len(HIDDEN)}"
AS_CHUNK = f"{len(HIDDEN):x}\r\n{HIDDEN}\r\n0\r\n\r\n"

SEQUENCES = {
    # In order: everything behind must be read as a body, or everything as requests.
    "length": head(LENGTH) + HIDDEN,
    "length in GET": head(LENGTH, method="GET") + HIDDEN,
    "length in DELETE": head(LENGTH, method="DELETE") + HIDDEN,
    "length in OPTIONS": head(LENGTH, method="OPTIONS") + HIDDEN,
    "no length": head() + HIDDEN,
    "length of 0": head("Content-Length: 0") + HIDDEN,
    "length with zeros": head(f"Content-Length: 000{len(HIDDEN)}") + HIDDEN,
    "chunked": chunked(AS_CHUNK),
    "chunked in GET": chunked(AS_CHUNK, method="GET"),
    "chunked with an extension": chunked(AS_CHUNK.replace("\r\n", ";a=b\r\n", 1)),
    "chunked with a trailer": chunked("0\r\nX: y\r\n\r\n") + HIDDEN,
    "chunked with framing as trailer": chunked(f"0\r\n{LENGTH}\r\nTransfer-Encoding: chunked\r\n\r\n") + HIDDEN,
    "chunked in capitals": head("Transfer-Encoding: CHUNKED") + AS_CHUNK,
    "empty lines before": "\r\n\r\n" + head(method="GET") + HIDDEN,
    "absolute-form": head(target="http://y/healthz", method="GET") + HIDDEN,
    "HTTP/1.0": head(version="HTTP/1.0", method="GET") + HIDDEN,
    "HTTP/1.0 kept": head("Connection: keep-alive", version="HTTP/1.0", method="GET") + HIDDEN,
    "HTTP/1.0 with a length": head(LENGTH, "Connection: keep-alive", version="HTTP/1.0") + HIDDEN,
    "close": head("Connection: close", method="GET") + HIDDEN,
    # Two lengths.
    "two lengths": head(LENGTH, "Content-Length: 0") + HIDDEN,
    "two lengths, the other way": head("Content-Length: 0", LENGTH) + HIDDEN,
    "equal lengths": head(LENGTH, LENGTH) + HIDDEN,
    "list of lengths": head(f"Content-Length: 0, {len(HIDDEN)}") + HIDDEN,
    "list of equal lengths": head(f"Content-Length: {len(HIDDEN)}, {len(HIDDEN)}") + HIDDEN,
    # A length that is none.
    "signed length": head(f"Content-Length: +{len(HIDDEN)}") + HIDDEN,
    "negative length": head("Content-Length: -1") + HIDDEN,
    "hexadecimal length": head(f"Content-Length: 0x{len(HIDDEN):x}") + HIDDEN,
    "huge length": head("Content-Length: 18446744073709551616") + HIDDEN,
    "length with a comma": head(f"Content-Length: {len(HIDDEN)},") + HIDDEN,
    "empty length": head("Content-Length:") + HIDDEN,
    "length with a blank in it": head("Content-Length: 3 3") + HIDDEN,
    "length behind a vertical tab": head(f"Content-Length: \x0b{len(HIDDEN)}") + HIDDEN,
    # Length and coding.
    "CL.TE": head("Content-Length: 5", "Transfer-Encoding: chunked") + "0\r\n\r\n" + HIDDEN,
    "TE.CL": head("Transfer-Encoding: chunked", LENGTH) + "0\r\n\r\n" + HIDDEN,
    "TE.CL with chunks": head("Transfer-Encoding: chunked", "Content-Length: 4") + AS_CHUNK,
    # A coding that one reader may not see, or not know.
    "gzip, chunked": head("Transfer-Encoding: gzip, chunked", LENGTH) + "0\r\n\r\n" + HIDDEN,
    "chunked, gzip": head("Transfer-Encoding: chunked, gzip") + "0\r\n\r\n" + HIDDEN,
    "chunked twice": head("Transfer-Encoding: chunked, chunked") + "0\r\n\r\n" + HIDDEN,
    "chunked in two lines": head("Transfer-Encoding: chunked", "Transfer-Encoding: chunked") + "0\r\n\r\n" + HIDDEN,
    "chunked and identity": head("Transfer-Encoding: chunked", "Transfer-Encoding: identity", LENGTH) + "0\r\n\r\n" + HIDDEN,
    "identity": head("Transfer-Encoding: identity", LENGTH) + HIDDEN,
    "xchunked": head("Transfer-Encoding: xchunked", LENGTH) + HIDDEN,
    "empty coding": head("Transfer-Encoding:", LENGTH) + HIDDEN,
    "a comma before chunked": head("Transfer-Encoding: ,chunked") + "0\r\n\r\n" + HIDDEN,
    "a comma behind chunked": head("Transfer-Encoding: chunked,") + "0\r\n\r\n" + HIDDEN,
    "coding behind a vertical tab": head("Transfer-Encoding: \x0bchunked", LENGTH) + "0\r\n\r\n" + HIDDEN,
    "coding with a parameter": head("Transfer-Encoding: chunked;q=1", LENGTH) + "0\r\n\r\n" + HIDDEN,
    "coding in quotes": head('Transfer-Encoding: "chunked"', LENGTH) + "0\r\n\r\n" + HIDDEN,
    "blank before the colon": head("Transfer-Encoding : chunked", LENGTH) + "0\r\n\r\n" + HIDDEN,
    "blank before the length's colon": head(f"Content-Length : {len(HIDDEN)}") + HIDDEN,
    "coding in a folded line": head("X: y\r\n Transfer-Encoding: chunked", LENGTH) + "0\r\n\r\n" + HIDDEN,
    "folded coding": head("Transfer-Encoding:\r\n chunked", LENGTH) + "0\r\n\r\n" + HIDDEN,
    "coding behind a bare CR": head("X: y\rTransfer-Encoding: chunked", LENGTH) + "0\r\n\r\n" + HIDDEN,
    "coding behind a bare LF": head("X: y\nTransfer-Encoding: chunked", LENGTH) + "0\r\n\r\n" + HIDDEN,
    "coding behind NUL": head("X: y\0Transfer-Encoding: chunked", LENGTH) + "0\r\n\r\n" + HIDDEN,
    "coding by another name": head("Transfer_Encoding: chunked", LENGTH) + HIDDEN,
    "coding as a connection option": head("Transfer-Encoding: chunked", "Connection: Transfer-Encoding") + AS_CHUNK,
    "length as a connection option": head(LENGTH, "Connection: Content-Length") + HIDDEN,
    "HTTP/1.0 chunked": chunked("0\r\n\r\n", "Connection: keep-alive", version="HTTP/1.0") + HIDDEN,
    # Chunks that one reader may end elsewhere.
    "LF behind the size": chunked(f"{len(HIDDEN):x}\n{HIDDEN}\r\n0\r\n\r\n"),
    "LF behind the data": chunked(f"3\r\nabc\n0\r\n\r\n{HIDDEN}"),
    "LF at the end": chunked(f"0\r\n\n{HIDDEN}"),
    "LFs at the end": chunked(f"0\n\n{HIDDEN}"),
    "LF in an extension": chunked(f"0;a\n\r\n{HIDDEN}"),
    "CR in an extension": chunked(f"0;a\rb\r\n\r\n{HIDDEN}"),
    "size with a blank before": chunked(" " + AS_CHUNK),
    "size with a blank behind": chunked(AS_CHUNK.replace("\r\n", " \r\n", 1)),
    "size with 0x": chunked("0x" + AS_CHUNK),
    "size with a sign": chunked("+" + AS_CHUNK),
    "size that wraps": chunked("1" + "0" * 16 + AS_CHUNK),
    "size of many zeros": chunked("0" * 20 + AS_CHUNK),
    "size with a comma": chunked("3,3\r\nabc\r\n0\r\n\r\n") + HIDDEN,
    "empty size": chunked("\r\n" + AS_CHUNK),
    "data too long": chunked(f"3\r\nabcd\r\n0\r\n\r\n{HIDDEN}"),
    "no line end behind data": chunked(f"3\r\nabc0\r\n\r\n{HIDDEN}"),
    # Expectations and upgrades.
    "100-continue": head("Expect: 100-continue", LENGTH) + HIDDEN,
    "100-continue, chunked": chunked(AS_CHUNK, "Expect: 100-continue"),
    "another expectation": head("Expect: x", LENGTH) + HIDDEN,
    "upgrade": head("Connection: upgrade", "Upgrade: h2c", method="GET") + HIDDEN,
    "WebSocket": head(
        "Connection: upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        method="GET") + HIDDEN,
    "CONNECT": head(method="CONNECT", target="y:443") + HIDDEN,
    "HTTP/2 preface": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + HIDDEN,
    # Heads.
    "two hosts": head("Host: y", method="GET") + HIDDEN,
    "no host": head(method="GET", host=None) + HIDDEN,
    "a space in the target": head(method="GET", target="/healthz HTTP/1.1 x") + HIDDEN,
    "two spaces": f"GET  /healthz HTTP/1.1\r\nHost: x\r\n\r\n{HIDDEN}",
    "HTTP/0.9": f"GET /healthz\r\n{HIDDEN}",
    "LF for line ends": head(method="GET").replace("\r\n", "\n") + HIDDEN,
    "escaped line ends": head(method="GET", target="/%0d%0aX:%20y%0d%0a%0d%0aGET%20/hidden%20HTTP/1.1") + HIDDEN,
}
