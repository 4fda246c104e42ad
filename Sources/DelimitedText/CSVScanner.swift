/// Finds the fields of one record after the other; can stop anywhere and go on when there are more bytes.
///
/// A field lies in the text as it is written; quotation marks inside it are still doubled.
struct CSVScanner: Sendable {
    private enum Place: Sendable {
        case recordStart, fieldStart, unquoted, quoted
        /// After a quotation mark in a quoted field: it is the field's end, or one of a pair.
        case afterQuote
        /// Behind a fault, on the way to the end of its line.
        case faulty
    }

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    let delimiter: UInt8
    var fields: [Range<Int>] = []
    private(set) var fieldsWithDoubledQuotes: [Int] = []

    /// The line on which the record begins.
    private(set) var recordLine = 1
    private var place = Place.recordStart
    private var position: Int
    private var recordStart: Int
    private var fieldStart = 0
    // All bytes of the record or-ed: above 0x7F only if one of them is.
    private var seen: UInt8 = 0
    private var hasDoubledQuote = false
    private var hasQuotedLineBreak = false
    private var skipsLineFeed = false
    private var line = 1

    init(delimiter: UInt8, start: Int) {
        self.delimiter = delimiter
        position = start
        recordStart = start
    }

    /// How many bytes are needed no more.
    var consumed: Int { recordStart }

    /// The first `count` bytes have been taken away.
    mutating func forget(_ count: Int) {
        position -= count
        recordStart -= count
        fieldStart -= count
        for index in fields.indices where fields[index].lowerBound >= count {
            fields[index] = fields[index].lowerBound - count..<fields[index].upperBound - count
        }
    }

    /// Goes on to the end of a record.
    ///
    /// - Parameters:
    ///   - bytes: what is known of the text.
    ///   - isLast: whether there is no more.
    ///   - limits: how large the record may be.
    /// - Returns: whether there is a record; if not, all bytes have been read.
    /// - Throws: `DelimitedTextError`.
    mutating func scan(
        _ bytes: Span<UInt8>, isLast: Bool, limits: DelimitedTextLimits
    ) throws(DelimitedTextError) -> Bool {
        while true {
            switch place {
            case .recordStart:
                guard beginRecord(bytes) else { return false }
            case .fieldStart:
                fieldStart = position
                guard position < bytes.count || isLast else { return try pause(bytes, limits) }
                if position < bytes.count, bytes[position] == Self.quote {
                    position &+= 1
                    fieldStart = position
                    place = .quoted
                } else {
                    place = .unquoted
                }
            case .unquoted:
                passUnquoted(bytes)
                guard position < bytes.count || isLast else { return try pause(bytes, limits) }
                if try endField(bytes, at: position, otherwise: .quoteInUnquotedField, limits) {
                    return true
                }
            case .quoted:
                passQuoted(bytes)
                guard position < bytes.count else {
                    guard isLast else { return try pause(bytes, limits) }
                    throw error(.unterminatedQuote, at: fieldStart - 1, bytes)
                }
                position &+= 1
                place = .afterQuote
            case .afterQuote:
                guard position < bytes.count || isLast else { return try pause(bytes, limits) }
                if position < bytes.count, bytes[position] == Self.quote {
                    hasDoubledQuote = true
                    position &+= 1
                    place = .quoted
                } else if try endField(bytes, at: position - 1, otherwise: .textAfterClosingQuote, limits) {
                    return true
                }
            case .faulty:
                while position < bytes.count, !Self.isLineBreak(bytes[position]) { position &+= 1 }
                recordStart = position
                guard position < bytes.count else { return false }
                place = .recordStart
            }
        }
    }

    /// Passes over blank lines.
    private mutating func beginRecord(_ bytes: Span<UInt8>) -> Bool {
        while position < bytes.count {
            let byte = bytes[position]
            guard Self.isLineBreak(byte) else {
                recordStart = position
                recordLine = line
                fields.removeAll(keepingCapacity: true)
                if !fieldsWithDoubledQuotes.isEmpty { fieldsWithDoubledQuotes.removeAll() }
                seen = 0
                hasDoubledQuote = false
                hasQuotedLineBreak = false
                skipsLineFeed = false
                place = .fieldStart
                return true
            }
            if byte == Self.carriageReturn || !skipsLineFeed { line += 1 }
            skipsLineFeed = byte == Self.carriageReturn
            position &+= 1
        }
        recordStart = position
        return false
    }

    private mutating func passUnquoted(_ bytes: Span<UInt8>) {
        var position = position
        var seen = seen
        while position < bytes.count {
            let byte = bytes[position]
            if byte == delimiter || byte == Self.quote || Self.isLineBreak(byte) { break }
            seen |= byte
            position &+= 1
        }
        self.position = position
        self.seen = seen
    }

    private mutating func passQuoted(_ bytes: Span<UInt8>) {
        var position = position
        var seen = seen
        while position < bytes.count {
            let byte = bytes[position]
            if byte == Self.quote { break }
            if Self.isLineBreak(byte) { hasQuotedLineBreak = true }
            seen |= byte
            position &+= 1
        }
        self.position = position
        self.seen = seen
    }

    /// Ends a field at `end`, with the delimiter, line break or end of the text at the present position.
    private mutating func endField(
        _ bytes: Span<UInt8>, at end: Int, otherwise fault: DelimitedTextError.Reason,
        _ limits: DelimitedTextLimits
    ) throws(DelimitedTextError) -> Bool {
        let byte = position < bytes.count ? bytes[position] : Self.lineFeed
        guard byte == delimiter || Self.isLineBreak(byte) else { throw error(fault, at: position, bytes) }
        guard end - fieldStart <= limits.fieldLength else {
            throw error(.fieldTooLong(limit: limits.fieldLength), at: position, bytes)
        }
        guard fields.count < limits.fieldCount else {
            throw error(.tooManyFields(limit: limits.fieldCount), at: position, bytes)
        }
        if hasDoubledQuote {
            fieldsWithDoubledQuotes.append(fields.count)
            hasDoubledQuote = false
        }
        fields.append(fieldStart..<end)
        if byte == delimiter {
            position &+= 1
            place = .fieldStart
            return false
        }
        try endRecord(bytes, limits)
        return true
    }

    private mutating func endRecord(
        _ bytes: Span<UInt8>, _ limits: DelimitedTextLimits
    ) throws(DelimitedTextError) {
        _ = try pause(bytes, limits)
        if seen >= 0x80 {
            do {
                _ = try UTF8Span(validating: bytes.extracting(recordStart..<position))
            } catch let invalid {
                throw error(.notUTF8, at: recordStart + invalid.byteOffsets.lowerBound, bytes)
            }
        }
        if hasQuotedLineBreak { line = location(of: position, bytes).line }
        recordStart = position
        place = .recordStart
    }

    /// Stops for more bytes: as long as the record is not too long already.
    private func pause(
        _ bytes: Span<UInt8>, _ limits: DelimitedTextLimits
    ) throws(DelimitedTextError) -> Bool {
        guard position - recordStart > limits.recordLength else { return false }
        let start = location(of: place == .quoted ? fieldStart - 1 : recordStart, bytes)
        throw DelimitedTextError(
            line: start.line, column: start.column, reason: .recordTooLong(limit: limits.recordLength))
    }

    /// A fault, after which the rest of its line is passed over.
    private mutating func error(
        _ reason: DelimitedTextError.Reason, at offset: Int, _ bytes: Span<UInt8>
    ) -> DelimitedTextError {
        let fault = location(of: offset, bytes)
        line = location(of: position, bytes).line
        recordStart = position
        place = .faulty
        return DelimitedTextError(line: fault.line, column: fault.column, reason: reason)
    }

    /// A record begins at the start of a line, so its own bytes suffice.
    private func location(of offset: Int, _ bytes: Span<UInt8>) -> (line: Int, column: Int) {
        var line = recordLine
        var column = 1
        var index = recordStart
        while index < offset {
            let byte = bytes[index]
            index += 1
            if byte == Self.carriageReturn || byte == Self.lineFeed {
                // The line feed of a CRLF has been counted with its carriage return.
                if byte == Self.carriageReturn || index - 2 < recordStart
                    || bytes[index - 2] != Self.carriageReturn
                {
                    line += 1
                }
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return (line, column)
    }

    @inline(__always)
    private static func isLineBreak(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }
}
