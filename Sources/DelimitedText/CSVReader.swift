/// Reads the records of a CSV text that comes in pieces (RFC 4180), and never holds more of it than a piece and a record.
///
/// ```swift
/// var reader = CSVReader()
/// while let piece = try file.read() {
///     reader.push(piece)
///     while let record = try reader.next() { … }
/// }
/// reader.finish()
/// while let record = try reader.next() { … }
/// ```
///
/// It takes what spreadsheets write beyond the RFC: a byte order mark; lines that end in CRLF, LF or CR; a comma, semicolon or
/// tab between fields, found out from the first line; Excel's first line `sep=;`. Blank lines are passed over. The text must be
/// UTF-8.
package struct CSVReader: Sendable {
    private let limits: DelimitedTextLimits
    private var buffer: [UInt8] = []
    private var detector: CSVDelimiterDetector?
    private var scanner: CSVScanner?
    private var isLast = false
    private var isOver = false

    package init(limits: DelimitedTextLimits = .standard) {
        self.limits = limits
    }

    /// What divides the fields, in ASCII; `nil` until the first line is known.
    package var delimiter: UInt8? { scanner?.delimiter }

    /// Adds the next piece of the text. Take all records out of it before the next one is pushed.
    package mutating func push(_ piece: [UInt8]) {
        let consumed = scanner?.consumed ?? 0
        if consumed == buffer.count, consumed > 0 {
            buffer = piece
            scanner?.forget(consumed)
        } else {
            // Only when the larger part goes, so that moving the rest costs no more than was read.
            if consumed > buffer.count / 2 {
                buffer.removeSubrange(..<consumed)
                scanner?.forget(consumed)
            }
            buffer.append(contentsOf: piece)
        }
    }

    /// Says that there are no more pieces, so that a last line without a line break is a record.
    package mutating func finish() { isLast = true }

    /// The next record.
    ///
    /// - Returns: the record; `nil` when more pieces are needed or, after `finish()`, when there is no more.
    /// - Throws: `DelimitedTextError`; unless it is final, the next call goes on with the line after it.
    package mutating func next() throws(DelimitedTextError) -> CSVRecord? {
        guard !isOver else { return nil }
        do throws(DelimitedTextError) {
            if scanner == nil { try begin() }
            guard try scan() else { return nil }
        } catch {
            isOver = error.isFinal
            throw error
        }
        return record()
    }

    private mutating func scan() throws(DelimitedTextError) -> Bool {
        // A second name for the same storage, gone again before anything is changed in place.
        let bytes = buffer
        return try scanner?.scan(bytes.span, isLast: isLast, limits: limits) ?? false
    }

    private mutating func record() -> CSVRecord? {
        guard let line = scanner?.recordLine, let doubled = scanner?.fieldsWithDoubledQuotes else {
            return nil
        }
        for field in doubled {
            guard let range = scanner?.fields[field] else { continue }
            let end = undoubleQuotes(in: range)
            scanner?.fields[field] = range.lowerBound..<end
        }
        return CSVRecord(line: line, bytes: buffer, fields: scanner?.fields ?? [])
    }

    /// Turns each two quotation marks into one, in place.
    private mutating func undoubleQuotes(in range: Range<Int>) -> Int {
        var end = range.lowerBound
        var position = range.lowerBound
        while position < range.upperBound {
            buffer[end] = buffer[position]
            position += buffer[position] == UInt8(ascii: "\"") ? 2 : 1
            end += 1
        }
        return end
    }

    private mutating func begin() throws(DelimitedTextError) {
        if detector == nil {
            guard isLast || buffer.count >= ByteOrderMark.length else { return }
            switch ByteOrderMark(of: buffer.span) {
            case .utf16: throw DelimitedTextError(line: 1, column: 1, reason: .utf16)
            case .utf8: detector = CSVDelimiterDetector(start: ByteOrderMark.length)
            // Without a mark, UTF-16 shows in the zero bytes of its ASCII characters.
            case .none where buffer.prefix(2).contains(0):
                throw DelimitedTextError(line: 1, column: 1, reason: .utf16)
            case .none: detector = CSVDelimiterDetector(start: 0)
            }
        }
        let bytes = buffer
        if detector?.read(bytes.span, isLast: isLast) == true, let detector {
            scanner = CSVScanner(delimiter: detector.delimiter, start: detector.start)
        } else if buffer.count > limits.recordLength {
            throw DelimitedTextError(
                line: 1, column: 1, reason: .recordTooLong(limit: limits.recordLength))
        }
    }
}
