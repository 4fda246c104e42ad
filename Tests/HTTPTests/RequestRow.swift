import Testing

/// A row of a table: what is sent, and the summary of what comes back.
struct RequestRow: Sendable, CustomTestStringConvertible {
    let section: String
    let input: String
    let expected: String

    init(_ section: String, _ input: String, _ expected: String) {
        self.section = section
        self.input = input
        self.expected = expected
    }

    var bytes: [UInt8] { Array(input.utf8) }
    var testDescription: String { "\(section): \(input.debugDescription) -> \(expected)" }
}

extension RequestRow {
    private static let host = "Host: a\r\n"
    private static let chunked = "POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

    /// Requests that are answered, and leave the connection open.
    static let accepted: [RequestRow] = [
        RequestRow("origin-form", "GET / HTTP/1.1\r\n\(host)\r\n", "200 GET / "),
        RequestRow("query", "GET /a?b=c HTTP/1.1\r\n\(host)\r\n", "200 GET /a?b=c "),
        RequestRow("empty query", "GET /a? HTTP/1.1\r\n\(host)\r\n", "200 GET /a? "),
        RequestRow("percent", "GET /%2F%zz HTTP/1.1\r\n\(host)\r\n", "200 GET /%2F%zz "),
        RequestRow("absolute-form", "GET http://b:80/x?y HTTP/1.1\r\n\(host)\r\n", "200 GET /x?y "),
        RequestRow("absolute-form", "GET HTTPS://b HTTP/1.1\r\n\(host)\r\n", "200 GET / "),
        RequestRow("absolute-form", "GET http://[::1]:8?q HTTP/1.1\r\n\(host)\r\n", "200 GET /?q "),
        RequestRow("asterisk-form", "OPTIONS * HTTP/1.1\r\n\(host)\r\n", "200 OPTIONS * "),
        RequestRow("unknown method", "BREW /pot HTTP/1.1\r\n\(host)\r\n", "200 BREW /pot "),
        RequestRow("method near GET", "GEX /p HTTP/1.1\r\n\(host)\r\n", "200 GEX /p "),
        RequestRow("methods have case", "get / HTTP/1.1\r\n\(host)\r\n", "200 get / "),
        RequestRow("one empty line before", "\r\nGET / HTTP/1.1\r\n\(host)\r\n", "200 GET / "),
        RequestRow("two empty lines before", "\r\n\r\nGET / HTTP/1.1\r\n\(host)\r\n", "200 GET / "),
        RequestRow("higher minor version", "GET / HTTP/1.2\r\n\(host)\r\n", "200 GET / "),
        RequestRow("no blank after colon", "GET / HTTP/1.1\r\nHost:a\r\nX:\r\n\r\n", "200 GET / "),
        RequestRow("blanks around value", "GET / HTTP/1.1\r\nhOST: \t a \t\r\nX: \t \r\n\r\n", "200 GET / "),
        RequestRow("obs-text", "GET / HTTP/1.1\r\n\(host)X: é\r\n\r\n", "200 GET / "),
        RequestRow("empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "200 GET / "),
        RequestRow("Host with port", "GET / HTTP/1.1\r\nHost: a.b-c:80\r\n\r\n", "200 GET / "),
        RequestRow("IPv6 Host", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", "200 GET / "),
        RequestRow("HTTP/1.0 kept", "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "200 GET / "),
        RequestRow("length", "POST /p HTTP/1.1\r\n\(host)Content-Length: 3\r\n\r\nabc", "200 POST /p abc"),
        RequestRow("length 0", "POST /p HTTP/1.1\r\n\(host)Content-Length: 0\r\n\r\n", "200 POST /p "),
        RequestRow(
            "leading zeros", "POST /p HTTP/1.1\r\n\(host)Content-Length: 003\r\n\r\nabc", "200 POST /p abc"),
        RequestRow(
            "unread", "POST /unread HTTP/1.1\r\n\(host)Content-Length: 3\r\n\r\nabc", "200 POST /unread "),
        RequestRow("chunked", "\(chunked)3\r\nabc\r\n0\r\n\r\n", "200 POST /c abc"),
        RequestRow("chunks", "\(chunked)1\r\na\r\n2\r\nbc\r\n0\r\n\r\n", "200 POST /c abc"),
        RequestRow("no chunk", "\(chunked)0\r\n\r\n", "200 POST /c "),
        RequestRow("many zeros", "\(chunked)0003\r\nabc\r\n000\r\n\r\n", "200 POST /c abc"),
        RequestRow(
            "hexadecimal", "\(chunked)A\r\n0123456789\r\nb\r\n01234567890\r\n0\r\n\r\n",
            "200 POST /c 012345678901234567890"),
        RequestRow("extension", "\(chunked)3;a=b;c=\"d e\"\r\nabc\r\n0;x\r\n\r\n", "200 POST /c abc"),
        RequestRow("blank before extension", "\(chunked)3 \t;a\r\nabc\r\n0\r\n\r\n", "200 POST /c abc"),
        RequestRow(
            "trailers", "\(chunked)3\r\nabc\r\n0\r\nX: y\r\nContent-Length: 9\r\n\r\n", "200 POST /c abc"),
        RequestRow("CRLF as data", "\(chunked)4\r\n\r\n\r\n\r\n0\r\n\r\n", "200 POST /c \r\n\r\n"),
        RequestRow(
            "chunked unread",
            "POST /unread HTTP/1.1\r\n\(host)Transfer-Encoding: Chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            "200 POST /unread "),
    ]

    /// Requests that are answered, after which the connection closes.
    static let closing: [RequestRow] = [
        RequestRow("close", "GET / HTTP/1.1\r\n\(host)Connection: close\r\n\r\n", "200! GET / "),
        RequestRow("close in list", "GET / HTTP/1.1\r\n\(host)Connection: x, Close\r\n\r\n", "200! GET / "),
        RequestRow(
            "close wins", "GET / HTTP/1.1\r\n\(host)Connection: keep-alive\r\nConnection: close\r\n\r\n",
            "200! GET / "),
        RequestRow("HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", "200! GET / "),
        RequestRow("HTTP/1.0 has no expectations", "GET / HTTP/1.0\r\nExpect: x\r\n\r\n", "200! GET / "),
    ]

    /// Requests that are refused, after which the connection closes.
    static let refused: [RequestRow] = [
        RequestRow("garbage", "\u{16}\u{3}\u{1}", "400!"),
        RequestRow("three empty lines", "\r\n\r\n\r\nGET / HTTP/1.1\r\n\(host)\r\n", "400!"),
        RequestRow("bare LF before", "\nGET / HTTP/1.1\r\n\(host)\r\n", "400!"),
        RequestRow("no version", "GET /\r\n\(host)\r\n", "400!"),
        RequestRow("two spaces", "GET  / HTTP/1.1\r\n\(host)\r\n", "400!"),
        RequestRow("space before version", "GET /  HTTP/1.1\r\n\(host)\r\n", "400!"),
        RequestRow("tab", "GET\t/ HTTP/1.1\r\n\(host)\r\n", "400!"),
        RequestRow("space behind version", "GET / HTTP/1.1 \r\n\(host)\r\n", "400!"),
        RequestRow("method not a token", "G(T / HTTP/1.1\r\n\(host)\r\n", "400!"),
        RequestRow("target not ASCII", "GET /é HTTP/1.1\r\n\(host)\r\n", "400!"),
        RequestRow("target with NUL", "GET /\0 HTTP/1.1\r\n\(host)\r\n", "400!"),
        RequestRow("fragment", "GET /#a HTTP/1.1\r\n\(host)\r\n", "400!"),
        RequestRow("relative target", "GET a HTTP/1.1\r\n\(host)\r\n", "400!"),
        RequestRow("asterisk without OPTIONS", "GET * HTTP/1.1\r\n\(host)\r\n", "400!"),
        RequestRow("other scheme", "GET ftp://a/ HTTP/1.1\r\n\(host)\r\n", "400!"),
        RequestRow("no authority", "GET http:///a HTTP/1.1\r\n\(host)\r\n", "400!"),
        RequestRow("user information", "GET http://u@b/ HTTP/1.1\r\n\(host)\r\n", "400!"),
        RequestRow("HTTP/2.0", "GET / HTTP/2.0\r\n\(host)\r\n", "505!"),
        RequestRow("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505!"),
        RequestRow("HTTP/0.9", "GET / HTTP/0.9\r\n\(host)\r\n", "505!"),
        RequestRow("version in small letters", "GET / http/1.1\r\n\(host)\r\n", "400!"),
        RequestRow("version of two digits", "GET / HTTP/1.10\r\n\(host)\r\n", "400!"),
        RequestRow("version short", "GET / HTTP/1\r\n\(host)\r\n", "400!"),
        RequestRow("bare LF in request line", "GET / HTTP/1.1\n\(host)\r\n", "400!"),
        RequestRow("bare LF in a field", "GET / HTTP/1.1\r\nHost: a\n\r\n", "400!"),
        RequestRow("bare LF at the end", "GET / HTTP/1.1\r\n\(host)\n", "400!"),
        RequestRow("bare CR in a value", "GET / HTTP/1.1\r\n\(host)X: a\rb\r\n\r\n", "400!"),
        RequestRow("CR CR LF", "GET / HTTP/1.1\r\n\(host)X: a\r\r\n\r\n", "400!"),
        RequestRow("NUL in a value", "GET / HTTP/1.1\r\n\(host)X: a\0b\r\n\r\n", "400!"),
        RequestRow("control in a value", "GET / HTTP/1.1\r\n\(host)X: a\u{7}b\r\n\r\n", "400!"),
        RequestRow("DEL in a value", "GET / HTTP/1.1\r\n\(host)X: \u{7F}\r\n\r\n", "400!"),
        RequestRow("obs-fold", "GET / HTTP/1.1\r\n\(host)X: a\r\n b\r\n\r\n", "400!"),
        RequestRow("fold at first", "GET / HTTP/1.1\r\n X: a\r\n\(host)\r\n", "400!"),
        RequestRow("space before colon", "GET / HTTP/1.1\r\n\(host)X : a\r\n\r\n", "400!"),
        RequestRow("empty name", "GET / HTTP/1.1\r\n\(host): a\r\n\r\n", "400!"),
        RequestRow("name not a token", "GET / HTTP/1.1\r\n\(host)X@: a\r\n\r\n", "400!"),
        RequestRow("name not ASCII", "GET / HTTP/1.1\r\n\(host)é: a\r\n\r\n", "400!"),
        RequestRow("no colon", "GET / HTTP/1.1\r\n\(host)X\r\n\r\n", "400!"),
        RequestRow("no Host", "GET / HTTP/1.1\r\nX: y\r\n\r\n", "400!"),
        RequestRow("two Hosts", "GET / HTTP/1.1\r\n\(host)\(host)\r\n", "400!"),
        RequestRow("two Hosts, HTTP/1.0", "GET / HTTP/1.0\r\n\(host)\(host)\r\n", "400!"),
        RequestRow("Host with path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "400!"),
        RequestRow("Host with user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", "400!"),
        RequestRow("Host with space", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "400!"),
        RequestRow("Host list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", "400!"),
        RequestRow("Host port", "GET / HTTP/1.1\r\nHost: a:x\r\n\r\n", "400!"),
        RequestRow("open bracket", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", "400!"),
        RequestRow("other expectation", "POST / HTTP/1.1\r\n\(host)Expect: x\r\n\r\n", "417!"),
        RequestRow("two expectations", "POST / HTTP/1.1\r\n\(host)Expect: 100-continue, x\r\n\r\n", "417!"),
    ]
}
