extension RequestRow {
    private static let start = "POST /c HTTP/1.1\r\nHost: a\r\n"
    private static let chunked = start + "Transfer-Encoding: chunked\r\n\r\n"
    private static let next = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n"

    /// Requests whose end could be argued about: refused, and nothing behind them is read as a request.
    static let smuggling: [RequestRow] = [
        RequestRow(
            "two equal lengths", "\(start)Content-Length: 5\r\nContent-Length: 5\r\n\r\nabcde\(next)", "400!"),
        RequestRow(
            "two lengths", "\(start)Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde\(next)", "400!"),
        RequestRow("list of lengths", "\(start)Content-Length: 5, 5\r\n\r\nabcde\(next)", "400!"),
        RequestRow("list of two", "\(start)Content-Length: 5, 6\r\n\r\nabcde\(next)", "400!"),
        RequestRow("negative", "\(start)Content-Length: -1\r\n\r\n\(next)", "400!"),
        RequestRow("signed", "\(start)Content-Length: +5\r\n\r\nabcde\(next)", "400!"),
        RequestRow("empty length", "\(start)Content-Length:\r\n\r\n\(next)", "400!"),
        RequestRow("hexadecimal length", "\(start)Content-Length: 0x5\r\n\r\nabcde\(next)", "400!"),
        RequestRow("fraction", "\(start)Content-Length: 5.0\r\n\r\nabcde\(next)", "400!"),
        RequestRow("inner blank", "\(start)Content-Length: 5 5\r\n\r\nabcde\(next)", "400!"),
        RequestRow("huge length", "\(start)Content-Length: 9223372036854775808\r\n\r\n\(next)", "400!"),
        RequestRow("vast length", "\(start)Content-Length: 99999999999999999999999\r\n\r\n\(next)", "400!"),
        RequestRow(
            "CL.TE", "\(start)Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n\(next)", "400!"
        ),
        RequestRow(
            "TE.CL", "\(start)Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n\(next)", "400!"
        ),
        RequestRow("unknown coding", "\(start)Transfer-Encoding: gzip\r\n\r\n\(next)", "501!"),
        RequestRow(
            "gzip, chunked", "\(start)Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n\(next)", "501!"),
        RequestRow(
            "chunked, gzip", "\(start)Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow(
            "chunked twice", "\(start)Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow(
            "chunked in two lines",
            "\(start)Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n\(next)", "400!"
        ),
        RequestRow("identity", "\(start)Transfer-Encoding: identity\r\n\r\n\(next)", "501!"),
        RequestRow("xchunked", "\(start)Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n\(next)", "501!"),
        RequestRow("parameter", "\(start)Transfer-Encoding: chunked;a=b\r\n\r\n0\r\n\r\n\(next)", "501!"),
        RequestRow("empty coding", "\(start)Transfer-Encoding:\r\n\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow("comma", "\(start)Transfer-Encoding: ,chunked\r\n\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow(
            "blank before colon", "\(start)Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow("vertical tab", "\(start)Transfer-Encoding: \u{B}chunked\r\n\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow(
            "HTTP/1.0 chunked", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n\(next)",
            "400!"),
        RequestRow("LF in size line", "\(chunked)3\nabc\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow("LF behind data", "\(chunked)3\r\nabc\n0\r\n\r\n\(next)", "400!"),
        RequestRow("LF in extension", "\(chunked)3;a\nabc\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow("CR in extension", "\(chunked)3;a\rb\r\nabc\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow("NUL in extension", "\(chunked)3;\0\r\nabc\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow("LF at the end", "\(chunked)0\r\n\n\(next)", "400!"),
        RequestRow("LF in trailer", "\(chunked)0\r\nX: y\n\r\n\(next)", "400!"),
        RequestRow("trailer without colon", "\(chunked)0\r\nX\r\n\r\n\(next)", "400!"),
        RequestRow("folded trailer", "\(chunked)0\r\nX: y\r\n z\r\n\r\n\(next)", "400!"),
        RequestRow("empty size", "\(chunked)\r\nabc\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow("no size", "\(chunked);a\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow("prefixed size", "\(chunked)0x3\r\nabc\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow("negative size", "\(chunked)-3\r\nabc\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow("blank before size", "\(chunked) 3\r\nabc\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow("blank behind size", "\(chunked)3 \r\nabc\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow("size overflow", "\(chunked)FFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow("size wraps", "\(chunked)10000000000000003\r\nabc\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow("data too long", "\(chunked)3\r\nabcd\r\n0\r\n\r\n\(next)", "400!"),
        RequestRow("data too short", "\(chunked)3\r\nab\r\n0\r\n\r\n\(next)", "400!"),
    ]
}
