extension HTTPFields.Line {
    /// Reads `name ":" OWS value OWS CRLF` (RFC 9112 §5); nil if that is not what stands there.
    ///
    /// - Parameters:
    ///   - span: a head, which ends with its empty line; each line ends with CRLF.
    ///   - start: where the line begins.
    init?(_ span: Span<UInt8>, at start: Int) {
        var nameEnd = start
        while span[nameEnd].isTokenCharacter { nameEnd += 1 }
        // RFC 9112 §5.1: no white space between name and colon. §5.2: a line that begins with white
        // space is obs-fold, which a server refuses. RFC 9110 §5.1: a name is a token, so not empty.
        guard nameEnd > start, span[nameEnd] == .colon else { return nil }
        var lineEnd = nameEnd + 1
        while span[lineEnd].isFieldValueByte { lineEnd += 1 }
        // RFC 9110 §5.5: CR, LF, NUL and other control characters in a value are refused.
        guard span[lineEnd] == .carriageReturn, span[lineEnd + 1] == .lineFeed else { return nil }
        self.init(name: start..<nameEnd, value: span.trimmed((nameEnd + 1)..<lineEnd))
    }
}
