extension RequestRow {
    private static let host = "Host: a\r\n"
    private static let chunked = "POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

    /// Requests that are answered, and leave the connection open.
    static let accepted: [RequestRow] = [
        RequestRow("9112 §3.2.1", "origin-form", "GET / HTTP/1.1\r\n\(host)\r\n", "200 GET / "),
        RequestRow("9112 §3.2.1", "query", "GET /a?b=c HTTP/1.1\r\n\(host)\r\n", "200 GET /a?b=c "),
        RequestRow("9112 §3.2.1", "empty query", "GET /a? HTTP/1.1\r\n\(host)\r\n", "200 GET /a? "),
        RequestRow("9110 §4.2.3", "percent", "GET /%2F%zz HTTP/1.1\r\n\(host)\r\n", "200 GET /%2F%zz "),
        RequestRow(
            "9112 §3.2.2", "absolute-form", "GET http://b:80/x?y HTTP/1.1\r\n\(host)\r\n", "200 GET /x?y "),
        RequestRow("9112 §3.2.2", "absolute-form", "GET HTTPS://b HTTP/1.1\r\n\(host)\r\n", "200 GET / "),
        RequestRow(
            "9112 §3.2.2", "absolute-form", "GET http://[::1]:8?q HTTP/1.1\r\n\(host)\r\n", "200 GET /?q "),
        RequestRow("9112 §3.2.4", "asterisk-form", "OPTIONS * HTTP/1.1\r\n\(host)\r\n", "200 OPTIONS * "),
        RequestRow("9110 §9.1", "unknown method", "BREW /pot HTTP/1.1\r\n\(host)\r\n", "200 BREW /pot "),
        RequestRow("9110 §9.1", "method near GET", "GEX /p HTTP/1.1\r\n\(host)\r\n", "200 GEX /p "),
        RequestRow("9110 §9.1", "methods have case", "get / HTTP/1.1\r\n\(host)\r\n", "200 get / "),
        RequestRow("9112 §2.2", "one empty line before", "\r\nGET / HTTP/1.1\r\n\(host)\r\n", "200 GET / "),
        RequestRow(
            "9112 §2.2", "two empty lines before", "\r\n\r\nGET / HTTP/1.1\r\n\(host)\r\n", "200 GET / "),
        RequestRow("9110 §2.5", "higher minor version", "GET / HTTP/1.2\r\n\(host)\r\n", "200 GET / "),
        RequestRow("9112 §5", "no blank after colon", "GET / HTTP/1.1\r\nHost:a\r\nX:\r\n\r\n", "200 GET / "),
        RequestRow(
            "9112 §5.1", "blanks around value", "GET / HTTP/1.1\r\nhOST: \t a \t\r\nX: \t \r\n\r\n",
            "200 GET / "),
        RequestRow("9110 §5.5", "obs-text", "GET / HTTP/1.1\r\n\(host)X: é\r\n\r\n", "200 GET / "),
        RequestRow("9112 §3.2", "empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "200 GET / "),
        RequestRow("9112 §3.2", "Host with port", "GET / HTTP/1.1\r\nHost: a.b-c:80\r\n\r\n", "200 GET / "),
        RequestRow("9112 §3.2", "IPv6 Host", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", "200 GET / "),
        RequestRow(
            "9112 §9.3", "HTTP/1.0 kept", "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "200 GET / "),
        RequestRow(
            "9112 §6.3", "length", "POST /p HTTP/1.1\r\n\(host)Content-Length: 3\r\n\r\nabc",
            "200 POST /p abc"),
        RequestRow(
            "9112 §6.3", "length 0", "POST /p HTTP/1.1\r\n\(host)Content-Length: 0\r\n\r\n", "200 POST /p "),
        RequestRow(
            "9110 §8.6", "leading zeros", "POST /p HTTP/1.1\r\n\(host)Content-Length: 003\r\n\r\nabc",
            "200 POST /p abc"),
        RequestRow(
            "9112 §9.3", "unread", "POST /unread HTTP/1.1\r\n\(host)Content-Length: 3\r\n\r\nabc",
            "200 POST /unread "),
        RequestRow("9112 §7.1", "chunked", "\(chunked)3\r\nabc\r\n0\r\n\r\n", "200 POST /c abc"),
        RequestRow("9112 §7.1", "chunks", "\(chunked)1\r\na\r\n2\r\nbc\r\n0\r\n\r\n", "200 POST /c abc"),
        RequestRow("9112 §7.1", "no chunk", "\(chunked)0\r\n\r\n", "200 POST /c "),
        RequestRow("9112 §7.1", "many zeros", "\(chunked)0003\r\nabc\r\n000\r\n\r\n", "200 POST /c abc"),
        RequestRow(
            "9112 §7.1", "hexadecimal", "\(chunked)A\r\n0123456789\r\nb\r\n01234567890\r\n0\r\n\r\n",
            "200 POST /c 012345678901234567890"),
        RequestRow(
            "9112 §7.1.1", "extension", "\(chunked)3;a=b;c=\"d e\"\r\nabc\r\n0;x\r\n\r\n", "200 POST /c abc"),
        RequestRow(
            "9112 §7.1.1", "blank before extension", "\(chunked)3 \t;a\r\nabc\r\n0\r\n\r\n", "200 POST /c abc"
        ),
        RequestRow(
            "9112 §7.1.2", "trailers", "\(chunked)3\r\nabc\r\n0\r\nX: y\r\nContent-Length: 9\r\n\r\n",
            "200 POST /c abc"),
        RequestRow(
            "9112 §7.1", "CRLF as data", "\(chunked)4\r\n\r\n\r\n\r\n0\r\n\r\n", "200 POST /c \r\n\r\n"),
        RequestRow(
            "9112 §9.3", "chunked unread",
            "POST /unread HTTP/1.1\r\n\(host)Transfer-Encoding: Chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            "200 POST /unread "),
    ]
}
