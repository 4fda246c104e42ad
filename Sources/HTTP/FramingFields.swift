/// The fields that decide where a message ends and whether the connection goes on, gathered line by line: a request's, where the
/// server reads it, and an answer's, where the client does. A field that is wrong in a request, a second Host for one, makes an answer
/// malformed, too.
struct FramingFields {
    private var hostCount = 0
    private var contentLength: Int?
    private var hasTransferEncoding = false
    private var isChunked = false
    private var saysClose = false
    private var saysKeepAlive = false
    private var saysContinue = false
    private var hasOtherExpectation = false

    /// Takes in one field line, of whatever name.
    mutating func take(_ span: Span<UInt8>, _ line: HTTPFields.Line) throws(RequestRefusal) {
        let (name, value) = (line.name, line.value)
        switch name.count {
        case 4 where span.equals("host", in: name):
            // RFC 9112 §3.2: 400 for more than one Host, and for one that is not a uri-host and port.
            hostCount += 1
            guard hostCount == 1, span.isAuthority(value) else { throw .malformed }
        case 6 where span.equals("expect", in: name):
            span.forEachListMember(in: value) { member in
                if span.equals("100-continue", in: member) {
                    saysContinue = true
                } else if !member.isEmpty {
                    // RFC 9110 §5.6.1.2: empty members of a list are ignored.
                    hasOtherExpectation = true
                }
            }
        case 10 where span.equals("connection", in: name):
            span.forEachListMember(in: value) { member in
                if span.equals("close", in: member) { saysClose = true }
                if span.equals("keep-alive", in: member) { saysKeepAlive = true }
            }
        case 14 where span.equals("content-length", in: name):
            // RFC 9112 §6.3: a list of equal lengths may be taken as one; it is refused, as are repeated
            // lines, because a sender that does so is not to be trusted with framing.
            guard contentLength == nil else { throw .malformed }
            contentLength = try Self.length(span, in: value)
        case 17 where span.equals("transfer-encoding", in: name):
            try takeTransferEncoding(span, value)
        default: break
        }
    }

    private mutating func takeTransferEncoding(
        _ span: Span<UInt8>, _ value: Range<Int>
    ) throws(RequestRefusal) {
        hasTransferEncoding = true
        var hasMember = false
        try span.forEachListMember(in: value) { member throws(RequestRefusal) in
            hasMember = true
            // RFC 9112 §6.3: chunked must be last, §6.1: and must not be applied twice. Empty members, which
            // RFC 9110 §5.6.1.2 would ignore, are refused here: proxies do not agree on them.
            guard !isChunked, !member.isEmpty else { throw .malformed }
            // RFC 9112 §6.1: 501 for a transfer coding that is not understood.
            guard span.equals("chunked", in: member) else { throw RequestRefusal(status: .notImplemented) }
            isChunked = true
        }
        guard hasMember else { throw .malformed }
    }

    /// RFC 9110 §8.6: `Content-Length` is digits alone; one too large for an Int is refused.
    private static func length(_ span: Span<UInt8>, in range: Range<Int>) throws(RequestRefusal) -> Int {
        guard !range.isEmpty else { throw .malformed }
        var length = 0
        for index in range {
            guard span[index].isDigit else { throw .malformed }
            let (tenfold, overflow) = length.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tenfold.addingReportingOverflow(Int(span[index] &- 0x30))
            guard !overflow, !carry else { throw .malformed }
            length = sum
        }
        return length
    }

    /// How the body is delimited (RFC 9112 §6.3).
    func framing(isVersion10: Bool) throws(RequestRefusal) -> RequestHead.Framing {
        // RFC 9112 §3.2: 400 for an HTTP/1.1 request without Host.
        guard isVersion10 || hostCount == 1 else { throw .malformed }
        guard hasTransferEncoding else { return .length(contentLength ?? 0) }
        // RFC 9112 §6.1: Transfer-Encoding in HTTP/1.0 is faulty framing; and §6.3: together with
        // Content-Length it is an attempt at smuggling.
        guard !isVersion10, contentLength == nil else { throw .malformed }
        return .chunked
    }

    /// How the content of an answer is delimited, if its status and the request's method allow any (RFC 9112 §6.3).
    ///
    /// - Returns: nil where the content goes up to the close of the connection.
    func answerFraming(isVersion10: Bool) throws(RequestRefusal) -> RequestHead.Framing? {
        guard hasTransferEncoding else { return contentLength.map { .length($0) } }
        // RFC 9112 §6.3: a coding beside a length "ought to be handled as an error"; §6.1: HTTP/1.0 has no codings.
        guard !isVersion10, contentLength == nil else { throw .malformed }
        return .chunked
    }

    /// RFC 9112 §9.3: HTTP/1.1 goes on unless told to close, HTTP/1.0 only if told to keep alive.
    func keepsAlive(isVersion10: Bool) -> Bool {
        !saysClose && (!isVersion10 || saysKeepAlive)
    }

    /// RFC 9110 §10.1.1: 417 for an expectation that is not known; HTTP/1.0 has none.
    func expectsContinue(isVersion10: Bool) throws(RequestRefusal) -> Bool {
        guard !isVersion10 else { return false }
        guard !hasOtherExpectation else { throw RequestRefusal(status: .expectationFailed) }
        return saysContinue
    }
}
