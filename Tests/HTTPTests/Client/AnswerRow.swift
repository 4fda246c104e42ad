/// An answer as a server may send it, and what a client makes of it.
struct AnswerRow: Sendable {
    /// The rule's place in RFC 9112, or 9110 where it says so.
    let rule: String
    let name: String
    let method: String
    let bytes: [UInt8]
    /// Status and content, or the error.
    let expected: String
    /// Whether the connection may be used again behind it.
    let isKept: Bool

    init(
        _ rule: String, _ name: String, _ text: String, _ expected: String, kept: Bool = false,
        method: String = "GET"
    ) {
        self.rule = rule
        self.name = name
        self.method = method
        self.bytes = Array(text.utf8)
        self.expected = expected
        self.isKept = kept
    }

    static let all = taken + malformed + cut

    private static let head = "HTTP/1.1 200 OK\r\n"
    private static let chunked = head + "Transfer-Encoding: chunked\r\n\r\n"
    private static let notHTTP = "the answer is not HTTP: "
    private static let badField = notHTTP + "a field of its head is not valid"
    private static let badChunk = notHTTP + "a chunk of its content is not valid"
    private static let badLine = notHTTP + "a line of its head does not end in CR LF"
    private static let badStart = notHTTP + "it does not begin with HTTP/1.1 and a status"
    private static let ended = "the connection ended before the answer did"

    static let taken = [
        AnswerRow("§6.3", "a length", head + "Content-Length: 5\r\n\r\nhello", "200 hello", kept: true),
        AnswerRow("§6.3", "no content", head + "Content-Length: 0\r\n\r\n", "200 ", kept: true),
        AnswerRow("§6.3", "up to the close", head + "\r\nhello", "200 hello"),
        AnswerRow("§6.3", "nothing up to the close", head + "\r\n", "200 "),
        AnswerRow("§6.3", "204", "HTTP/1.1 204 No Content\r\n\r\n", "204 ", kept: true),
        AnswerRow(
            "§6.3", "304 with a length", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", "304 ",
            kept: true),
        AnswerRow("§6.3", "HEAD", head + "Content-Length: 5\r\n\r\n", "200 ", kept: true, method: "HEAD"),
        AnswerRow("§6.3", "HEAD, chunked", chunked, "200 ", kept: true, method: "HEAD"),
        AnswerRow("§6.3", "more than the length", head + "Content-Length: 2\r\n\r\nhello", "200 he"),
        AnswerRow("§7.1", "chunks", chunked + "2\r\nhe\r\n003\r\nllo\r\n0\r\n\r\n", "200 hello", kept: true),
        AnswerRow(
            "§7.1.1", "a chunk extension", chunked + "5;a=b\r\nhello\r\n0\r\n\r\n", "200 hello", kept: true),
        AnswerRow("§7.1.2", "trailers", chunked + "5\r\nhello\r\n0\r\nA: b\r\n\r\n", "200 hello", kept: true),
        AnswerRow(
            "§7", "a coding in capitals", head + "transfer-ENCODING: Chunked\r\n\r\n0\r\n\r\n", "200 ",
            kept: true),
        AnswerRow("§9.3", "close", head + "Connection: close\r\nContent-Length: 1\r\n\r\na", "200 a"),
        AnswerRow("§9.3", "HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na", "200 a"),
        AnswerRow(
            "§9.3", "HTTP/1.0, keep-alive",
            "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\na", "200 a", kept: true),
        AnswerRow(
            "9110 §2.5", "a higher minor version", "HTTP/1.9 200 OK\r\nContent-Length: 1\r\n\r\na", "200 a",
            kept: true),
        AnswerRow("§4", "no phrase", "HTTP/1.1 404 \r\nContent-Length: 0\r\n\r\n", "404 ", kept: true),
        AnswerRow(
            "§4", "no phrase and no space", "HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n", "404 ", kept: true),
        AnswerRow(
            "§4", "a phrase of many words", "HTTP/1.1 503 Not just now, ä\r\nContent-Length: 0\r\n\r\n",
            "503 ", kept: true),
        AnswerRow(
            "9110 §15", "a status nobody knows", "HTTP/1.1 799 X\r\nContent-Length: 0\r\n\r\n", "799 ",
            kept: true),
        AnswerRow(
            "9110 §15.2", "100 before it",
            "HTTP/1.1 100 Continue\r\n\r\n" + head + "Content-Length: 1\r\n\r\na", "200 a", kept: true),
        AnswerRow(
            "9110 §15.2", "several before it",
            "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 102 \r\nContent-Length: 9\r\n\r\n" + head
                + "Content-Length: 1\r\n\r\na",
            "200 a", kept: true),
        AnswerRow(
            "§5.2", "obs-fold", head + "A: b\r\n  c\r\nContent-Length: 1\r\n\r\na", "200 a", kept: true),
        AnswerRow("§5.2", "a folded length", head + "Content-Length:\r\n 1\r\n\r\na", "200 a", kept: true),
    ]

    static let malformed = [
        AnswerRow("§2.2", "bare LF", "HTTP/1.1 200 OK\nContent-Length: 0\n\n", badLine),
        AnswerRow(
            "§2.2", "an empty line first", "\r\n" + head + "Content-Length: 0\r\n\r\n",
            notHTTP + "it begins with an empty line"),
        AnswerRow("§2.2", "white space behind the status line", head + " A: b\r\n\r\n", badField),
        AnswerRow("§2.3", "TLS", "\u{15}\u{3}\u{1}\u{0}\u{2}", badLine),
        AnswerRow("§2.3", "HTTP/2", "HTTP/2 200\r\nContent-Length: 0\r\n\r\n", badStart),
        AnswerRow("§2.3", "HTTP/0.9", "<html>\r\nA: B\r\n\r\n", badLine),
        AnswerRow("§2.3", "another protocol", "SSH-2.0-OpenSSH_9\r\nContent-Length: 0\r\n\r\n", badStart),
        AnswerRow("§2.3", "small letters", "http/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", badStart),
        AnswerRow("§4", "two digits", "HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n", badStart),
        AnswerRow("§4", "four digits", "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n", badStart),
        AnswerRow("§4", "a status below 100", "HTTP/1.1 099 OK\r\nContent-Length: 0\r\n\r\n", badStart),
        AnswerRow("§4", "a short line", "HTTP/1.1\r\nA: b\r\n\r\n", badStart),
        AnswerRow(
            "§4", "NUL in the phrase", "HTTP/1.1 200 \u{0}\r\n\r\n",
            notHTTP + "its status line has a control character"),
        AnswerRow("§5.1", "white space before a colon", head + "Content-Length : 0\r\n\r\n", badField),
        AnswerRow("§5", "no colon", head + "Content-Length\r\n\r\n", badField),
        AnswerRow("9110 §5.5", "NUL in a value", head + "A: \u{0}\r\nContent-Length: 0\r\n\r\n", badField),
        AnswerRow("9110 §5.5", "CR in a value", head + "A: b\rc\r\nContent-Length: 0\r\n\r\n", badField),
        AnswerRow("§6.3", "two lengths", head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", badField),
        AnswerRow("§6.3", "a list of lengths", head + "Content-Length: 1, 1\r\n\r\na", badField),
        AnswerRow("§6.3", "a negative length", head + "Content-Length: -1\r\n\r\n", badField),
        AnswerRow(
            "§6.3", "a length that overflows", head + "Content-Length: 99999999999999999999\r\n\r\n", badField
        ),
        AnswerRow(
            "§6.3", "a length and chunks",
            head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", badField),
        AnswerRow(
            "§6.1", "chunks in HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            badField),
        AnswerRow(
            "§6.1", "a coding that nobody asked for",
            head + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", badField),
        AnswerRow(
            "§6.1", "chunked twice", head + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", badField),
        AnswerRow("§7.1", "a size that is no number", chunked + "x\r\n\r\n", badChunk),
        AnswerRow("§7.1", "a size that overflows", chunked + "FFFFFFFFFFFFFFFFF\r\n", badChunk),
        AnswerRow("§7.1", "no CR LF behind a chunk", chunked + "1\r\nab\r\n", badChunk),
        AnswerRow(
            "9110 §15.2.2", "101", "HTTP/1.1 101 Switching Protocols\r\n\r\n",
            notHTTP + "it changes to another protocol"),
        AnswerRow(
            "9110 §15.2", "interim answers without end",
            String(repeating: "HTTP/1.1 100 \r\n\r\n", count: 20),
            notHTTP + "it has more than 16 interim answers"),
        AnswerRow(
            "§2.3", "too many fields", head + String(repeating: "a: b\r\n", count: 101) + "\r\n",
            notHTTP + "it has more than 100 fields"),
        AnswerRow(
            "§2.3", "a head without end",
            head + String(repeating: "aaaaaaaaa: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\r\n", count: 400),
            notHTTP + "its head is larger than 16384 bytes"),
        AnswerRow(
            "§3", "a status line without end", "HTTP/1.1 200 " + String(repeating: "a", count: 20_000),
            notHTTP + "its head is larger than 16384 bytes"),
        AnswerRow(
            "§7.1.1", "chunk extensions without end", chunked + "5;" + String(repeating: "a", count: 20_000),
            badChunk),
    ]

    static let cut = [
        AnswerRow("§8", "nothing at all", "", ended),
        AnswerRow("§8", "half a status line", "HTTP/1.1 2", ended),
        AnswerRow("§8", "half a head", head + "Content-Le", ended),
        AnswerRow("§8", "less than the length", head + "Content-Length: 5\r\n\r\nhell", ended),
        AnswerRow("§8", "chunks without a last one", chunked + "5\r\nhello\r\n", ended),
        AnswerRow("§8", "half a chunk", chunked + "5\r\nhel", ended),
        AnswerRow("§8", "only an interim answer", "HTTP/1.1 100 \r\n\r\n", ended),
        AnswerRow(
            "§6.3", "larger than allowed", head + "Content-Length: 2000\r\n\r\n",
            "the answer has more than 1000 bytes"),
        AnswerRow(
            "§6.3", "larger than allowed, up to the close",
            head + "\r\n" + String(repeating: "a", count: 2000),
            "the answer has more than 1000 bytes"),
        AnswerRow(
            "§7.1", "larger than allowed, in chunks",
            chunked + "7D0\r\n" + String(repeating: "a", count: 2000),
            "the answer has more than 1000 bytes"),
    ]
}
