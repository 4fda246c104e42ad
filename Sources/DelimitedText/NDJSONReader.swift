/// Divides a text that comes in pieces into lines of one JSON value each (github.com/ndjson/ndjson-spec), as `CSVReader` does
/// with records.
///
/// Blank lines are passed over, a byte order mark and the carriage return of a CRLF are tolerated. Whether a line is JSON,
/// and UTF-8, is found out by whoever parses it.
package struct NDJSONReader: Sendable {
    private let limits: DelimitedTextLimits
    private var buffer: [UInt8] = []
    private var lineStart = 0
    private var position = 0
    private var line = 1
    private var hasBegun = false
    private var isBlank = true
    private var isLast = false
    private var isOver = false

    /// - Parameter limits: of which only the length of a record concerns it.
    package init(limits: DelimitedTextLimits = .standard) {
        self.limits = limits
    }

    /// Adds the next piece of the text. Take all lines out of it before the next one is pushed.
    package mutating func push(_ piece: [UInt8]) {
        if lineStart == buffer.count, lineStart > 0 {
            buffer = piece
            (lineStart, position) = (0, 0)
        } else {
            if lineStart > buffer.count / 2 {
                buffer.removeSubrange(..<lineStart)
                position -= lineStart
                lineStart = 0
            }
            buffer.append(contentsOf: piece)
        }
    }

    /// Says that there are no more pieces, so that the last line may lack its line feed.
    package mutating func finish() { isLast = true }

    /// The next line that is not blank.
    ///
    /// - Returns: the line; `nil` when more pieces are needed or, after `finish()`, when there is no more.
    /// - Throws: `DelimitedTextError` if the line is too long or the text is UTF-16; nothing can be read after it.
    package mutating func next() throws(DelimitedTextError) -> NDJSONLine? {
        guard !isOver, try begin() else { return nil }
        while true {
            passToLineFeed()
            guard position - lineStart <= limits.recordLength else {
                throw failure(.recordTooLong(limit: limits.recordLength))
            }
            guard position < buffer.count || (isLast && position > lineStart) else { return nil }
            let (range, number, wasBlank) = (lineStart..<position, line, isBlank)
            position = min(position + 1, buffer.count)
            lineStart = position
            line += 1
            isBlank = true
            if !wasBlank { return NDJSONLine(number: number, bytes: withoutReturn(range)) }
        }
    }

    private mutating func passToLineFeed() {
        let buffer = buffer
        let bytes = buffer.span
        var position = position
        var isBlank = isBlank
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\n") { break }
            if byte > UInt8(ascii: " ") { isBlank = false }
            position &+= 1
        }
        self.position = position
        self.isBlank = isBlank
    }

    private func withoutReturn(_ range: Range<Int>) -> ArraySlice<UInt8> {
        let bytes = buffer[range]
        return bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes
    }

    private mutating func begin() throws(DelimitedTextError) -> Bool {
        guard !hasBegun else { return true }
        guard isLast || buffer.count >= ByteOrderMark.length else { return false }
        hasBegun = true
        switch ByteOrderMark(of: buffer.span) {
        case .utf16: throw failure(.utf16)
        case .utf8: (lineStart, position) = (ByteOrderMark.length, ByteOrderMark.length)
        case .none: break
        }
        return true
    }

    private mutating func failure(_ reason: DelimitedTextError.Reason) -> DelimitedTextError {
        isOver = true
        return DelimitedTextError(line: line, column: 1, reason: reason)
    }
}
