/// Whether the connection goes on (RFC 9112 §9.3, §9.6), and fields that ask for something else to happen to it.
extension RequestRow {
    private static let start = "GET / HTTP/1.1\r\nHost: a\r\n"
    private static let old = "GET / HTTP/1.0\r\n"

    /// Requests behind which the next one is answered.
    static let persistence: [RequestRow] = [
        RequestRow(
            "9112 §9.3", "keep-alive in HTTP/1.1", "\(start)Connection: keep-alive\r\n\r\n", "200 GET / "),
        RequestRow(
            "9112 §9.3", "an unknown option", "\(start)Connection: x-close, closed\r\n\r\n", "200 GET / "),
        RequestRow(
            "9112 §9.3", "close as another field", "\(start)X-Connection: close\r\n\r\n", "200 GET / "),
        RequestRow("9112 §9.3", "Proxy-Connection", "\(start)Proxy-Connection: close\r\n\r\n", "200 GET / "),
        RequestRow(
            "9112 §9.3", "HTTP/1.0 kept with a body",
            "POST /p HTTP/1.0\r\nConnection: x, KEEP-ALIVE\r\nContent-Length: 3\r\n\r\nabc", "200 POST /p abc"
        ),
        RequestRow(
            "9112 §9.3", "the Keep-Alive field", "\(start)Keep-Alive: timeout=5\r\n\r\n", "200 GET / "),
        RequestRow(
            "9110 §5.6.1", "empty members of Connection", "\(start)Connection: ,, ,x,\r\n\r\n", "200 GET / "),
        RequestRow("9110 §5.6.1", "Connection without a member", "\(start)Connection:\r\n\r\n", "200 GET / "),
        RequestRow(
            "9110 §7.8", "Upgrade is ignored",
            "\(start)Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n",
            "200 GET / "),
        RequestRow(
            "9110 §7.8", "WebSocket is ignored",
            "\(start)Connection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n",
            "200 GET / "),
        RequestRow(
            "9112 §7.4", "TE", "\(start)TE: trailers, deflate;q=0.5\r\nConnection: TE\r\n\r\n", "200 GET / "),
        RequestRow(
            "9110 §10.1.1", "100-continue without content", "\(start)Expect: 100-continue\r\n\r\n",
            "200 GET / "),
        RequestRow(
            "9110 §10.1.1", "100-continue with a length of 0",
            "POST /p HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 0\r\n\r\n", "200 POST /p "
        ),
        RequestRow(
            "9110 §5.6.1", "empty members of Expect", "\(start)Expect: ,100-continue, \r\n\r\n", "200 GET / "),
        RequestRow("9110 §5.6.1", "Expect without a member", "\(start)Expect:\r\n\r\n", "200 GET / "),
        RequestRow("9110 §5.3", "a field in two lines", "\(start)X: a\r\nX: b\r\n\r\n", "200 GET / "),
        RequestRow(
            "9110 §5.1", "names have no case", "POST /p HTTP/1.1\r\nHOST: a\r\ncOnTeNt-LeNgTh: 3\r\n\r\nabc",
            "200 POST /p abc"),
    ]

    /// Requests that end the connection, though they are answered.
    static let closing: [RequestRow] = [
        RequestRow("9112 §9.6", "close", "\(start)Connection: close\r\n\r\n", "200! GET / "),
        RequestRow("9112 §9.6", "close in a list", "\(start)Connection: x, Close\r\n\r\n", "200! GET / "),
        RequestRow(
            "9112 §9.6", "close wins", "\(start)Connection: keep-alive\r\nConnection: close\r\n\r\n",
            "200! GET / "),
        RequestRow(
            "9110 §5.6.1", "close among empty members", "\(start)Connection: ,close,\r\n\r\n", "200! GET / "),
        RequestRow(
            "9112 §9.6", "close with a body",
            "POST /p HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc",
            "200! POST /p abc"),
        RequestRow(
            "9112 §9.6", "close with a chunked body",
            "POST /p HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            "200! POST /p abc"),
        RequestRow("9112 §9.3", "HTTP/1.0", "\(old)\r\n", "200! GET / "),
        RequestRow(
            "9112 §9.3", "HTTP/1.0 with a body", "POST /p HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc",
            "200! POST /p abc"),
        RequestRow(
            "9112 §9.3", "HTTP/1.0, close and keep-alive", "\(old)Connection: keep-alive, close\r\n\r\n",
            "200! GET / "),
        RequestRow(
            "9112 §3.2.2", "HTTP/1.0 in absolute-form", "GET http://b/x HTTP/1.0\r\n\r\n", "200! GET /x "),
        RequestRow(
            "9110 §7.8", "Upgrade in HTTP/1.0", "\(old)Connection: upgrade\r\nUpgrade: h2c\r\n\r\n",
            "200! GET / "),
        RequestRow("9110 §10.1.1", "HTTP/1.0 has no expectations", "\(old)Expect: x\r\n\r\n", "200! GET / "),
        RequestRow(
            "9110 §10.1.1", "100-continue in HTTP/1.0",
            "POST /p HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc", "200! POST /p abc"),
        RequestRow(
            "9110 §9.3.2", "HEAD", "HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "200! "),
    ]

    private static let five = [
        "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n\r\n",
        "POST /3 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n1;x\r\nb\r\n0\r\nT: u\r\n\r\n",
        "POST /unread4 HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nGET ",
        "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
    ]
    private static let fiveAnswers =
        "200 GET /1  | 200 POST /2 \r\n | 200 POST /3 ab | 200 POST /unread4  | 200 OPTIONS * "

    /// Several requests on one connection.
    static let sequences: [RequestRow] = [
        RequestRow("9112 §9.3.2", "five requests", five.joined(), fiveAnswers),
        RequestRow(
            "9112 §9.3.2", "the last one refused", five.joined() + "GET /\r\n\r\n\(five[0])",
            fiveAnswers + " | 400!"),
        RequestRow(
            "9112 §9.6", "the second one closes",
            five[0] + "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" + five[2],
            "200 GET /1  | 200! GET / "),
        RequestRow(
            "9112 §6.3", "no length is no body", "POST /p HTTP/1.1\r\nHost: a\r\n\r\n\(five[0])",
            "200 POST /p  | 200 GET /1 "),
        RequestRow(
            "9112 §2.2", "an empty line between", "\(five[1])\r\n\(five[0])", "200 POST /2 \r\n | 200 GET /1 "
        ),
        RequestRow(
            "9112 §6.3", "a body longer than its length",
            "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nab\r\n\r\n", "200 POST /p a | 400!"),
    ]

    /// All ways to write `five` in groups of whole requests.
    static let groupings: [[[UInt8]]] = (0..<16).map { (mask: Int) in
        var writes: [[UInt8]] = [[]]
        for (index, request) in five.enumerated() {
            if index > 0, mask >> (index - 1) & 1 == 1 { writes.append([]) }
            writes[writes.count - 1] += request.utf8
        }
        return writes
    }
}
