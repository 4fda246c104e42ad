/// A request head understood: what was asked, and how its body is delimited.
struct RequestHead: Sendable {
    /// How the body's end is known (RFC 9112 §6.3).
    enum Framing: Equatable {
        case length(Int)
        case chunked
    }

    let method: HTTPMethod
    let target: RequestTarget
    let fields: HTTPFields
    let framing: Framing
    /// RFC 9112 §9.3: whether the client's side lets the connection go on after the answer.
    let keepsAlive: Bool
    let isVersion10: Bool
    let expectsContinue: Bool

    /// Reads the head in `bytes`, which end with its empty line; each line ends with CRLF, as the
    /// scanner made sure.
    ///
    /// - Throws: the status that refuses it.
    init(_ bytes: [UInt8], limits: HTTPLimits) throws(RequestRefusal) {
        let span = bytes.span
        let requestLine = try RequestLine(span)
        isVersion10 = requestLine.minorVersion == 0
        method = HTTPMethod(span, in: requestLine.method)
        target = try RequestTarget(bytes, in: requestLine.target, method: method)

        var lines: [HTTPFields.Line] = []
        lines.reserveCapacity(16)
        var framing = FramingFields()
        var position = requestLine.end
        while span[position] != .carriageReturn || position + 2 < span.count {
            guard let line = HTTPFields.Line(span, at: position) else { throw .malformed }
            try framing.take(span, line)
            lines.append(line)
            guard lines.count <= limits.fieldCount else {
                throw RequestRefusal(status: .requestHeaderFieldsTooLarge)
            }
            position = line.value.upperBound
            while span[position] != .lineFeed { position += 1 }
            position += 1
        }
        fields = HTTPFields(bytes: bytes, lines: lines)
        self.framing = try framing.framing(isVersion10: isVersion10)
        keepsAlive = framing.keepsAlive(isVersion10: isVersion10)
        expectsContinue = try framing.expectsContinue(isVersion10: isVersion10)
    }
}

/// `method SP request-target SP HTTP-version CRLF` (RFC 9112 §3), as places in the head.
private struct RequestLine {
    let method: Range<Int>
    let target: Range<Int>
    let minorVersion: UInt8
    /// Behind the line's CRLF.
    let end: Int

    /// RFC 9112 §3 lets a server split at any white space; a single SP each leaves nothing to argue.
    init(_ span: Span<UInt8>) throws(RequestRefusal) {
        var position = 0
        while span[position].isTokenCharacter { position += 1 }
        guard position > 0, span[position] == .space else { throw .malformed }
        method = 0..<position
        let targetStart = position + 1
        position = targetStart
        while span[position].isVisibleASCII { position += 1 }
        guard span[position] == .space else { throw .malformed }
        target = targetStart..<position
        position += 1

        // RFC 9112 §2.3: `HTTP/` DIGIT `.` DIGIT, in capitals.
        let version: StaticString = "HTTP/"
        guard position + 10 <= span.count else { throw .malformed }
        for offset in 0..<5 where span[position + offset] != version.utf8Start[offset] { throw .malformed }
        let (major, minor) = (span[position + 5], span[position + 7])
        guard major.isDigit, span[position + 6] == UInt8(ascii: "."), minor.isDigit,
            span[position + 8] == .carriageReturn, span[position + 9] == .lineFeed
        else { throw .malformed }
        // RFC 9110 §15.6.6: 505 for another major version. §2.5: a higher minor one is taken as 1.1.
        guard major == UInt8(ascii: "1") else { throw RequestRefusal(status: .httpVersionNotSupported) }
        minorVersion = minor &- 0x30
        end = position + 10
    }
}

extension HTTPMethod {
    /// The method in `range`; the usual ones without building a string.
    fileprivate init(_ span: Span<UInt8>, in range: Range<Int>) {
        switch range.count {
        case 3 where span[0] == UInt8(ascii: "G") && span[1] == UInt8(ascii: "E"):
            self = span[2] == UInt8(ascii: "T") ? .get : HTTPMethod(text: span, range)
        case 4 where span[0] == UInt8(ascii: "P") && span[1] == UInt8(ascii: "O"):
            self =
                span[2] == UInt8(ascii: "S") && span[3] == UInt8(ascii: "T")
                ? .post : HTTPMethod(text: span, range)
        default: self = HTTPMethod(text: span, range)
        }
    }

    private init(text span: Span<UInt8>, _ range: Range<Int>) {
        self.init(
            rawValue: span.extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) })
    }
}
