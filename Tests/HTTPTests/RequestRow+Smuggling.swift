extension RequestRow {
    private static let start = "POST /c HTTP/1.1\r\nHost: a\r\n"
    private static let chunked = start + "Transfer-Encoding: chunked\r\n\r\n"
    private static let next = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n"

    /// Requests whose end could be argued about: refused, and nothing behind them is read as a request.
    static let smuggling: [RequestRow] = [
        RequestRow(
            "9112 §6.3", "two equal lengths",
            "\(start)Content-Length: 5\r\nContent-Length: 5\r\n\r\nabcde\(next)", "400!"),
        RequestRow(
            "9112 §6.3", "two lengths", "\(start)Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde\(next)",
            "400!"),
        RequestRow(
            "9112 §6.3", "list of lengths", "\(start)Content-Length: 5, 5\r\n\r\nabcde\(next)", "400!"),
        RequestRow("9112 §6.3", "list of two", "\(start)Content-Length: 5, 6\r\n\r\nabcde\(next)", "400!"),
        RequestRow("9110 §8.6", "negative", "\(start)Content-Length: -1\r\n\r\n\(next)", "400!"),
        RequestRow("9110 §8.6", "signed", "\(start)Content-Length: +5\r\n\r\nabcde\(next)", "400!"),
        RequestRow("9110 §8.6", "empty length", "\(start)Content-Length:\r\n\r\n\(next)", "400!"),
        RequestRow(
            "9110 §8.6", "hexadecimal length", "\(start)Content-Length: 0x5\r\n\r\nabcde\(next)", "400!"),
        RequestRow("9110 §8.6", "fraction", "\(start)Content-Length: 5.0\r\n\r\nabcde\(next)", "400!"),
        RequestRow("9110 §8.6", "inner blank", "\(start)Content-Length: 5 5\r\n\r\nabcde\(next)", "400!"),
        RequestRow(
            "9110 §8.6", "huge length", "\(start)Content-Length: 9223372036854775808\r\n\r\n\(next)", "400!"),
        RequestRow(
            "9110 §8.6", "vast length", "\(start)Content-Length: 99999999999999999999999\r\n\r\n\(next)",
            "400!"),
        RequestRow(
            "9112 §6.3", "CL.TE",
            "\(start)Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n\(next)", "400!"
        ),
        RequestRow(
            "9112 §6.3", "TE.CL",
            "\(start)Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n\(next)", "400!"
        ),
        RequestRow("9112 §6.1", "unknown coding", "\(start)Transfer-Encoding: gzip\r\n\r\n\(next)", "501!"),
        RequestRow(
            "9112 §6.1", "gzip, chunked", "\(start)Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n\(next)",
            "501!"),
        RequestRow(
            "9112 §6.3", "chunked, gzip", "\(start)Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n\(next)",
            "400!"),
        RequestRow(
            "9112 §6.1", "chunked twice",
            "\(start)Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow(
            "9112 §6.1", "chunked in two lines",
            "\(start)Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n\(next)", "400!"
        ),
        RequestRow("9112 §6.1", "identity", "\(start)Transfer-Encoding: identity\r\n\r\n\(next)", "501!"),
        RequestRow(
            "9112 §6.1", "xchunked", "\(start)Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n\(next)", "501!"),
        RequestRow(
            "9112 §6.1", "parameter", "\(start)Transfer-Encoding: chunked;a=b\r\n\r\n0\r\n\r\n\(next)", "501!"
        ),
        RequestRow("9112 §6.3", "empty coding", "\(start)Transfer-Encoding:\r\n\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow(
            "9110 §5.6.1", "comma", "\(start)Transfer-Encoding: ,chunked\r\n\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow(
            "9112 §5.1", "blank before colon", "\(start)Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n\(next)",
            "400!"),
        RequestRow(
            "9112 §6.1", "vertical tab", "\(start)Transfer-Encoding: \u{B}chunked\r\n\r\n0\r\n\r\n\(next)",
            "400!"),
        RequestRow(
            "9112 §6.1", "HTTP/1.0 chunked",
            "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n\(next)",
            "400!"),
        RequestRow("9112 §7.1", "LF in size line", "\(chunked)3\nabc\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow("9112 §7.1", "LF behind data", "\(chunked)3\r\nabc\n0\r\n\r\n\(next)", "400!"),
        RequestRow("9112 §7.1.1", "LF in extension", "\(chunked)3;a\nabc\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow("9112 §7.1.1", "CR in extension", "\(chunked)3;a\rb\r\nabc\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow("9112 §7.1.1", "NUL in extension", "\(chunked)3;\0\r\nabc\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow("9112 §7.1", "LF at the end", "\(chunked)0\r\n\n\(next)", "400!"),
        RequestRow("9112 §7.1.2", "LF in trailer", "\(chunked)0\r\nX: y\n\r\n\(next)", "400!"),
        RequestRow("9112 §7.1.2", "trailer without colon", "\(chunked)0\r\nX\r\n\r\n\(next)", "400!"),
        RequestRow("9112 §7.1.2", "folded trailer", "\(chunked)0\r\nX: y\r\n z\r\n\r\n\(next)", "400!"),
        RequestRow("9112 §7.1", "empty size", "\(chunked)\r\nabc\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow("9112 §7.1", "no size", "\(chunked);a\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow("9112 §7.1", "prefixed size", "\(chunked)0x3\r\nabc\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow("9112 §7.1", "negative size", "\(chunked)-3\r\nabc\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow("9112 §7.1", "blank before size", "\(chunked) 3\r\nabc\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow("9112 §7.1", "blank behind size", "\(chunked)3 \r\nabc\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow(
            "9112 §7.1", "size overflow", "\(chunked)FFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow(
            "9112 §7.1", "size wraps", "\(chunked)10000000000000003\r\nabc\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow("9112 §7.1", "data too long", "\(chunked)3\r\nabcd\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow("9112 §7.1", "data too short", "\(chunked)3\r\nab\r\n0\r\n\r\n\(next)", "400!"),
    ]
}
