/// What RFC 9112 and RFC 9110 demand of a server that is no proxy, and which tests hold it to it.
struct Requirement: Sendable {
    enum Proof: Sendable {
        /// The rows of the table with this rule.
        case rows
        /// The test function of this name, in Swift or in Python.
        case test(String)
        /// Nothing can go wrong here, for this reason.
        case vacuous(String)
    }

    /// As in `RequestRow.rule`.
    let rule: String
    let demand: String
    let proofs: [Proof]

    init(_ rule: String, _ demand: String, _ proofs: Proof...) {
        self.rule = rule
        self.demand = demand
        self.proofs = proofs
    }

    static let all = message + framing + connections + semantics
}

extension Requirement {
    /// RFC 9112 §2 to §5.
    private static let message: [Requirement] = [
        Requirement(
            "9112 §2.2",
            "MUST parse octets; a bare CR is invalid; empty lines before a request SHOULD be ignored", .rows),
        Requirement(
            "9112 §2.2", "MUST reject or pass over white space between start line and first field", .rows),
        Requirement("9112 §2.2", "SHOULD answer 400 to what is no HTTP message, and close", .rows),
        Requirement("9112 §2.3", "the version is case-sensitive and has one digit each", .rows),
        Requirement("9112 §3", "SHOULD answer 400 to a malformed request line", .rows),
        Requirement(
            "9112 §3", "MUST answer 414 to a target too long; SHOULD take 8000 octets",
            .test("the request line is bounded")),
        Requirement("9112 §3.2", "MUST answer 400 without Host, with two, or with a malformed one", .rows),
        Requirement("9112 §3.2.1", "origin-form", .rows),
        Requirement("9112 §3.2.2", "MUST accept absolute-form, and MUST NOT go by Host then", .rows),
        Requirement("9112 §3.2.3", "authority-form is for CONNECT", .rows),
        Requirement("9112 §3.2.4", "asterisk-form is for OPTIONS", .rows),
        Requirement(
            "9112 §4", "MUST send the space before an empty reason phrase",
            .test("a status without a phrase keeps its space")),
        Requirement("9112 §5", "field lines are name, colon, value", .rows),
        Requirement(
            "9112 §5.1", "MUST answer 400 to white space before the colon; MUST trim that around a value",
            .rows),
        Requirement("9112 §5.2", "MUST answer 400 to obs-fold, or replace it", .rows),
    ]

    /// RFC 9112 §6 to §8.
    private static let framing: [Requirement] = [
        Requirement("9112 §6.1", "MUST understand chunked; SHOULD answer 501 to another coding", .rows),
        Requirement("9112 §6.1", "MUST take Transfer-Encoding in HTTP/1.0 as faulty, and close", .rows),
        Requirement(
            "9112 §6.1", "MUST NOT send Transfer-Encoding with 1xx or 204",
            .test("some answers have neither content nor length")),
        Requirement(
            "9112 §6.1", "MUST NOT send Transfer-Encoding to HTTP/1.0",
            .test("a stream for HTTP/1.0 ends with the connection")),
        Requirement(
            "9112 §6.2", "MUST NOT send Content-Length with Transfer-Encoding",
            .test("a stream is sent in chunks, and the connection goes on")),
        Requirement(
            "9112 §6.3", "MUST answer 400 and close where chunked is not last, or a length is invalid", .rows),
        Requirement(
            "9112 §6.3", "MUST close behind a request with both Content-Length and Transfer-Encoding", .rows),
        Requirement(
            "9112 §6.3", "no content for HEAD, 1xx, 204 and 304",
            .test("some answers have neither content nor length"),
            .test("HEAD is answered without the content, but with its length")),
        Requirement("9112 §7", "names of codings have no case", .rows),
        Requirement("9112 §7.1", "MUST decode chunked; MUST guard against overflow of a size", .rows),
        Requirement(
            "9112 §7.1.1", "MUST ignore unknown chunk extensions; SHOULD bound them", .rows,
            .test("chunk extensions and trailers are bounded")),
        Requirement(
            "9112 §7.1.2", "MUST NOT merge trailers into the fields", .rows,
            .test("trailers do not become fields")),
        Requirement("9112 §7.4", "TE asks for nothing that a server must do", .rows),
        Requirement(
            "9112 §8", "MAY answer an incomplete request before closing",
            .test("a body cut short is an error for its reader"),
            .test("a head that does not come in time is answered 408")),
    ]

    /// RFC 9112 §9.
    private static let connections: [Requirement] = [
        Requirement(
            "9112 §9.3", "persists by default in HTTP/1.1, by keep-alive in HTTP/1.0", .rows,
            .test("HTTP/1.0 is told that the connection is kept")),
        Requirement(
            "9112 §9.3", "MUST read the whole body or close", .rows,
            .test("a client sees the answer to a body that is not read")),
        Requirement(
            "9112 §9.3.2", "MUST answer pipelined requests in their order", .rows,
            .test("pipelined requests are answered in order"),
            .test("requests are answered the same in whatever groups they come")),
        Requirement(
            "9112 §9.5", "a timeout closes in order", .test("an idle connection is closed without a word")),
        Requirement(
            "9112 §9.6", "MUST close behind the answer to close, and MUST NOT process what follows", .rows,
            .test("nothing behind the last request is answered")),
        Requirement(
            "9112 §9.6", "MUST close behind its own close", .test("a handler may close the connection")),
        Requirement(
            "9112 §9.6", "SHOULD close in stages, so that the last answer is read",
            .test("a client sees the answer to a body that is not read")),
    ]

    /// RFC 9110.
    private static let semantics: [Requirement] = [
        Requirement("9110 §2.5", "a higher minor version is taken as the highest known", .rows),
        Requirement("9110 §4.2.1", "MUST reject http with an empty host", .rows),
        Requirement("9110 §4.2.2", "MUST reject https with an empty host", .rows),
        Requirement(
            "9110 §4.2.3", "a target is passed on as it was sent; the handler decodes, after it has split",
            .rows, .test("segments are split before they are decoded"), .test("percent-decoding is strict")),
        Requirement("9110 §4.2.4", "SHOULD take user information as an error", .rows),
        Requirement(
            "9110 §5.1", "names are tokens and have no case", .rows,
            .test("the first value is found without regard to case")),
        Requirement(
            "9110 §5.3", "MUST NOT change the order of lines with one name", .rows,
            .test("all values of a name keep their order")),
        Requirement(
            "9110 §5.4", "MUST answer 4xx to fields that are too large or too many",
            .test("the field section is bounded"), .test("the number of fields is bounded")),
        Requirement(
            "9110 §5.5", "MUST reject or replace CR, LF and NUL in a value", .rows,
            .test("a handler's field cannot break the answer")),
        Requirement(
            "9110 §5.6.1",
            "MUST ignore empty members of a list; not so in Transfer-Encoding, where proxies differ", .rows),
        Requirement(
            "9110 §6.6.1", "MUST send Date with 2xx, 3xx and 4xx",
            .test("an answer has its fields, the date and its length"),
            .test("a refused HEAD has no content either")),
        Requirement("9110 §6.6.2", "Trailer announces, and asks for nothing", .rows),
        Requirement("9110 §7.2", "Host is checked with the request line", .vacuous("see 9112 §3.2")),
        Requirement("9110 §7.8", "MAY ignore Upgrade, MUST in HTTP/1.0", .rows),
        Requirement(
            "9110 §8.6", "MUST guard against overflow of a length; MUST NOT send one with 1xx or 204", .rows,
            .test("some answers have neither content nor length")),
        Requirement(
            "9110 §9.1", "methods have case, and an unknown one is data; MUST support GET and HEAD", .rows,
            .test("test_a_method_that_nobody_knows_is_501")),
        Requirement(
            "9110 §9.3.2", "MUST NOT send content for HEAD", .rows,
            .test("HEAD is answered without the content, but with its length"),
            .test("a refused HEAD has no content either"), .test("a stream for HEAD is not run")),
        Requirement("9110 §9.3.6", "MUST reject CONNECT to an empty or invalid port", .rows),
        Requirement("9110 §9.3.7", "OPTIONS of a path", .rows),
        Requirement(
            "9110 §9.3.8", "TRACE is a method like others", .rows,
            .test("test_a_method_that_a_path_does_not_take_is_405_with_allow")),
        Requirement(
            "9110 §10.1.1",
            "MUST NOT wait for content before 100, MUST ignore it in HTTP/1.0, and must answer finally",
            .rows, .test("a client that waits for 100 is sent it when the body is read"),
            .test("a refused expectation is answered at once, and the connection closes")),
        Requirement(
            "9110 §10.1.1", "MAY leave 100 out when content is there",
            .test("100 is left out when the body is already there")),
        Requirement(
            "9110 §10.2.1", "MUST send Allow with 405",
            .test("test_a_method_that_a_path_does_not_take_is_405_with_allow")),
        Requirement(
            "9110 §11.6.1", "MUST send WWW-Authenticate with 401",
            .test("test_what_is_only_nearly_the_key_is_refused")),
        Requirement("9110 §15.2", "MUST NOT send 1xx to HTTP/1.0", .test("HTTP/1.0 is never sent 100")),
        Requirement(
            "9110 §15.5.14", "MAY close at 413", .test("a body larger than the handler accepts is 413")),
        Requirement(
            "9110 §15.6.4", "503 may say Retry-After", .test("one connection too many is answered 503")),
    ]
}
