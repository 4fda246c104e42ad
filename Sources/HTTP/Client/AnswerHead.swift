/// An answer's head understood (RFC 9112 §4 and §6.3).
struct AnswerHead {
    let status: HTTPStatus
    let fields: HTTPFields
    /// How the content is delimited, if there is any; nil up to the close.
    let framing: RequestHead.Framing?
    let keepsAlive: Bool

    /// Reads a head that ends with its empty line, each line with CRLF, as the scanner made sure.
    ///
    /// - Throws: `malformed`.
    init(_ received: [UInt8], limits: HTTPLimits) throws(HTTPClientError) {
        let bytes = Self.unfolded(received)
        let span = bytes.span
        var position = 0
        let isVersion10: Bool
        (status, isVersion10) = try Self.statusLine(span, end: &position)
        var lines: [HTTPFields.Line] = []
        var framing = FramingFields()
        do throws(RequestRefusal) {
            while span[position] != .carriageReturn || position + 2 < span.count {
                guard let line = HTTPFields.Line(span, at: position) else { throw .malformed }
                lines.append(line)
                guard lines.count <= limits.fieldCount else { throw .malformed }
                try framing.take(span, line)
                position = line.value.upperBound
                while span[position] != .lineFeed { position += 1 }
                position += 1
            }
            self.framing = try framing.answerFraming(isVersion10: isVersion10)
        } catch {
            throw .malformed(
                lines.count > limits.fieldCount
                    ? "it has more than \(limits.fieldCount) fields" : "a field of its head is not valid")
        }
        fields = HTTPFields(bytes: bytes, lines: lines)
        keepsAlive = framing.keepsAlive(isVersion10: isVersion10)
    }

    /// `HTTP-version SP status-code SP [reason-phrase] CRLF` (RFC 9112 §4), where the second space may be missing, as it is from
    /// servers without phrases.
    private static func statusLine(
        _ span: Span<UInt8>, end: inout Int
    ) throws(HTTPClientError) -> (HTTPStatus, isVersion10: Bool) {
        let version: StaticString = "HTTP/1."
        guard span.count > 14 else { throw .malformed("it does not begin with HTTP/1.1 and a status") }
        for index in 0..<7 where span[index] != version.utf8Start[index] {
            throw .malformed("it does not begin with HTTP/1.1 and a status")
        }
        guard span[7].isDigit, span[8] == .space, span[9].isDigit, span[10].isDigit, span[11].isDigit,
            span[9] != UInt8(ascii: "0"), span[12] == .space || span[12] == .carriageReturn
        else { throw .malformed("it does not begin with HTTP/1.1 and a status") }
        var position = 12
        while span[position].isFieldValueByte { position += 1 }
        guard span[position] == .carriageReturn, span[position + 1] == .lineFeed else {
            throw .malformed("its status line has a control character")
        }
        end = position + 2
        let code = (9...11).reduce(0) { $0 * 10 + Int(span[$1] &- 0x30) }
        return (HTTPStatus(code: code), span[7] == UInt8(ascii: "0"))
    }

    /// RFC 9112 §5.2: a user agent replaces a line break and white space within a field value by spaces.
    private static func unfolded(_ received: [UInt8]) -> [UInt8] {
        var bytes = received
        var isInFields = false
        for index in bytes.indices.dropLast(2) where bytes[index] == .carriageReturn {
            guard bytes[index + 1] == .lineFeed else { continue }
            if isInFields, bytes[index + 2].isBlank {
                (bytes[index], bytes[index + 1]) = (.space, .space)
            }
            // White space behind the status line is no fold, and stays what it is: malformed (RFC 9112 §2.2).
            isInFields = true
        }
        return bytes
    }
}
