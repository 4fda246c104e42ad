import Glibc

/// Finds the end of a request head in bytes that arrive in pieces, and refuses early what can never
/// become one.
///
/// The client finds the end of an answer's head with it: a status line, too, begins with a token's character and ends in CRLF, and is
/// held to the bound of a request line. The statuses by which it refuses are a request's; the client makes its own errors of them.
///
/// It looks at each byte once, in order, so that its verdict does not depend on how the bytes were cut.
struct RequestHeadScanner {
    enum Outcome: Equatable {
        case incomplete
        /// The head lies in these bytes, its empty line included, leading empty lines left out.
        case complete(Range<Int>)
        case refused(HTTPStatus)
    }

    /// RFC 9112 §2.2: at least one empty line before a request line should be ignored.
    private static let toleratedEmptyLines = 2

    private var emptyLines = 0
    private var headStart = 0
    private var lineStart = 0
    private var scanned = 0
    private var sectionStart: Int?

    /// Looks at what is new in `bytes`, which begin where they began in the call before.
    mutating func scan(_ bytes: UnsafeRawBufferPointer, limits: borrowing HTTPLimits) -> Outcome {
        guard let base = bytes.baseAddress else { return .incomplete }
        while scanned < bytes.count {
            if scanned == headStart, let refusal = startRefusal(bytes[scanned]) { return refusal }
            guard let found = memchr(base + scanned, Int32(UInt8.lineFeed), bytes.count - scanned) else {
                scanned = bytes.count
                return overrun(at: scanned, limits) ?? .incomplete
            }
            let lineFeed = UnsafeRawPointer(found) - base
            scanned = lineFeed + 1
            if let overrun = overrun(at: lineFeed, limits) { return overrun }
            // RFC 9112 §2.2: a recipient may take a bare LF for a line end; two that disagree on it are
            // how requests are smuggled, so it is refused.
            guard lineFeed > lineStart, bytes[lineFeed - 1] == .carriageReturn else {
                return .refused(.badRequest)
            }
            let isEmpty = lineFeed - 1 == lineStart
            lineStart = scanned
            if sectionStart != nil {
                if isEmpty { return .complete(headStart..<scanned) }
            } else if isEmpty {
                emptyLines += 1
                headStart = scanned
            } else {
                sectionStart = scanned
            }
        }
        return overrun(at: scanned, limits) ?? .incomplete
    }

    /// The first bytes of the request in `bytes`, enough to tell its method if that is a usual one.
    func beginning(of bytes: UnsafeRawBufferPointer) -> ArraySlice<UInt8> {
        Array(bytes.dropFirst(headStart).prefix(8))[...]
    }

    /// A first byte that no method has (a TLS handshake, say) is refused without waiting for a line.
    private func startRefusal(_ byte: UInt8) -> Outcome? {
        if byte == .carriageReturn, emptyLines < Self.toleratedEmptyLines { return nil }
        return byte.isTokenCharacter ? nil : .refused(.badRequest)
    }

    /// RFC 9112 §3: 414 for a request line too long. RFC 6585 §5: 431 for a field section too large.
    private func overrun(at end: Int, _ limits: borrowing HTTPLimits) -> Outcome? {
        // A CR counts here, that of the line end or of the empty line, hence the one byte more.
        if let sectionStart {
            return end - sectionStart > limits.fieldSectionSize + 1
                ? .refused(.requestHeaderFieldsTooLarge) : nil
        }
        return end - headStart > limits.requestLineSize + 1 ? .refused(.uriTooLong) : nil
    }
}
