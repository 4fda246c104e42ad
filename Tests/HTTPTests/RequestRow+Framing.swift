/// Bodies in shapes that are unusual but leave no doubt about their end, and those that do (RFC 9112 §6, §7).
extension RequestRow {
    private static let start = "POST /c HTTP/1.1\r\nHost: a\r\n"
    private static let chunked = start + "Transfer-Encoding: chunked\r\n\r\n"

    private static func trailer(_ name: String, _ line: String) -> RequestRow {
        RequestRow("9112 §7.1.2", name, "\(chunked)3\r\nabc\r\n0\r\n\(line)\r\n\r\n", "200 POST /c abc")
    }

    private static func refusedChunks(_ rule: String, _ name: String, _ chunks: String) -> RequestRow {
        RequestRow(rule, name, chunked + chunks, "400!")
    }

    static let framing: [RequestRow] = [
        RequestRow(
            "9112 §6.3", "GET with a body", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
            "200 GET / abc"),
        RequestRow("9112 §6.3", "neither length nor coding", "\(start)\r\n", "200 POST /c "),
        RequestRow(
            "9110 §8.6", "a length of many zeros",
            "\(start)Content-Length: 00000000000000000000003\r\n\r\nabc", "200 POST /c abc"),
        RequestRow(
            "9112 §7", "codings have no case", "\(start)Transfer-Encoding: CHUNKED\r\n\r\n0\r\n\r\n",
            "200 POST /c "),
        RequestRow(
            "9112 §7.1", "a size of 16 digits", "\(chunked)0000000000000003\r\nabc\r\n0\r\n\r\n",
            "200 POST /c abc"),
        RequestRow(
            "9112 §7.1", "letters of either case",
            "\(chunked)0a\r\n0123456789\r\n0A\r\n0123456789\r\n0\r\n\r\n", "200 POST /c 01234567890123456789"),
        RequestRow(
            "9112 §7.1.1", "an extension without a name", "\(chunked)3;\r\nabc\r\n0;;\r\n\r\n",
            "200 POST /c abc"),
        RequestRow(
            "9112 §7.1.1", "a quoted extension", "\(chunked)3;a=\"b;\\\"c\"\r\nabc\r\n0\r\n\r\n",
            "200 POST /c abc"),
        RequestRow(
            "9112 §7.1.1", "an extension of obs-text", "\(chunked)3;é\r\nabc\r\n0\r\n\r\n", "200 POST /c abc"),
        trailer("Transfer-Encoding in a trailer", "Transfer-Encoding: chunked"),
        trailer("Content-Length in a trailer", "Content-Length: 100"),
        trailer("Host in a trailer", "Host: b\r\nHost: c"),
        trailer("Connection in a trailer", "Connection: close"),
        trailer("Expect in a trailer", "Expect: x"),
        trailer("an empty value in a trailer", "X:"),
        RequestRow(
            "9110 §6.6.2", "an announced trailer",
            "\(start)Trailer: X\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n\r\n", "200 POST /c "),
    ]

    static let refusedFraming: [RequestRow] = [
        refusedChunks("9112 §7.1", "a size of 17 digits", "00000000000000003\r\nabc\r\n0\r\n\r\n"),
        refusedChunks("9112 §7.1", "the greatest size", "7fffffffffffffff0\r\n"),
        refusedChunks("9112 §7.1", "a sign", "+3\r\nabc\r\n0\r\n\r\n"),
        refusedChunks("9112 §7.1", "a comma", "3,3\r\nabc\r\n0\r\n\r\n"),
        refusedChunks("9112 §7.1", "an underscore", "1_0\r\n0123456789abcdef\r\n0\r\n\r\n"),
        refusedChunks("9112 §7.1", "CR alone behind a size", "3\rabc\r\n0\r\n\r\n"),
        refusedChunks("9112 §7.1", "no line end behind data", "3\r\nabc0\r\n\r\n"),
        refusedChunks("9112 §7.1", "an empty line behind data", "3\r\nabc\r\n\r\n0\r\n\r\n"),
        refusedChunks("9112 §7.1.2", "a blank before a trailer's colon", "0\r\nX : y\r\n\r\n"),
        refusedChunks("9112 §7.1.2", "a trailer without a name", "0\r\n: y\r\n\r\n"),
        refusedChunks("9112 §7.1.2", "NUL in a trailer", "0\r\nX: \0\r\n\r\n"),
        refusedChunks("9112 §7.1.2", "CR in a trailer", "0\r\nX: a\rb\r\n\r\n"),
        RequestRow("9110 §8.6", "a length with a comment", "\(start)Content-Length: 3;x\r\n\r\nabc", "400!"),
        RequestRow("9110 §8.6", "a length in quotes", "\(start)Content-Length: \"3\"\r\n\r\nabc", "400!"),
        RequestRow(
            "9110 §8.6", "a length in full-width digits", "\(start)Content-Length: ３\r\n\r\nabc", "400!"),
        RequestRow(
            "9112 §6.3", "a length of 0 and chunked",
            "\(start)Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400!"),
        RequestRow(
            "9112 §6.3", "a length of 0, twice", "\(start)Content-Length: 0\r\nContent-Length: 0\r\n\r\n",
            "400!"),
        RequestRow(
            "9112 §6.1", "chunked and a comma", "\(start)Transfer-Encoding: chunked,\r\n\r\n0\r\n\r\n", "400!"
        ),
        RequestRow(
            "9112 §6.1", "chunked in quotes", "\(start)Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
            "501!"),
        RequestRow(
            "9112 §6.1", "chunked with a blank in it", "\(start)Transfer-Encoding: chun ked\r\n\r\n0\r\n\r\n",
            "501!"),
        RequestRow(
            "9112 §6.1", "HTTP/1.0 with a length and chunked",
            "POST / HTTP/1.0\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400!"),
        RequestRow(
            "9112 §6.1", "GET with an unknown coding",
            "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: br\r\n\r\n", "501!"),
    ]
}
