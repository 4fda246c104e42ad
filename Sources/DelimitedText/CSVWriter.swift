/// Writes records as CSV (RFC 4180): CRLF after each, quotation marks only where they are needed.
///
/// A field that begins with `=`, `+`, `-` or `@` is written as it is, though a spreadsheet may take it for a formula: the usual
/// defence, an apostrophe in front, would come back as data when the file is imported again. Who opens a file made of
/// what strangers wrote imports its columns as text.
package struct CSVWriter: Sendable {
    /// The mark by which Excel knows that a file is UTF-8; put before the first record if Excel is to open it.
    package static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private let delimiter: UInt8
    private var output: [UInt8] = []
    private var isFirst = true
    private var isBlank = true

    /// - Parameter delimiter: an ASCII character that divides the fields.
    package init(delimiter: UInt8 = UInt8(ascii: ",")) {
        self.delimiter = delimiter
    }

    /// How many bytes have been written and not taken.
    package var count: Int { output.count }

    /// Adds a field to the record.
    package mutating func append(_ text: String) {
        if !isFirst { output.append(delimiter) }
        isBlank = isFirst && text.isEmpty
        isFirst = false
        // Appended as if it needed none, and taken back in the rare case: each byte is looked at once, in place.
        let start = output.count
        output.append(contentsOf: text.utf8)
        if needsQuotes(from: start) {
            output.removeSubrange(start...)
            appendQuoted(text)
        }
    }

    /// Ends the record.
    package mutating func endRecord() {
        // A lone empty field would be a blank line, which is no record.
        if isBlank, !isFirst { output.append(contentsOf: "\"\"".utf8) }
        output.append(contentsOf: "\r\n".utf8)
        isFirst = true
    }

    /// Adds a whole record.
    package mutating func append(record fields: [String]) {
        for field in fields { append(field) }
        endRecord()
    }

    /// What has been written since it was last taken.
    package mutating func take() -> [UInt8] {
        defer { output.removeAll(keepingCapacity: true) }
        return output
    }

    private func needsQuotes(from start: Int) -> Bool {
        let bytes = output.span
        var position = start
        while position < bytes.count {
            let byte = bytes[position]
            if byte == delimiter || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\r")
                || byte == UInt8(ascii: "\n")
            {
                return true
            }
            position &+= 1
        }
        return false
    }

    private mutating func appendQuoted(_ text: String) {
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { output.append(byte) }
            output.append(byte)
        }
        output.append(UInt8(ascii: "\""))
    }
}
