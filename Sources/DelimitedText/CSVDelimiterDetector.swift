/// Finds out what divides the fields of a text, from its first line that is not blank.
///
/// Where the system's language writes numbers with a decimal comma, Excel divides by semicolons. It also writes, and obeys, a
/// first line `sep=;` that is no record.
struct CSVDelimiterDetector: Sendable {
    private(set) var delimiter: UInt8 = UInt8(ascii: ",")

    /// Where the records begin: with the first line, or at the end of a line `sep=;`.
    private(set) var start: Int
    private var position: Int
    private var commas = 0
    private var semicolons = 0
    private var tabs = 0
    private var isQuoted = false

    init(start: Int) {
        self.start = start
        position = start
    }

    /// Goes on through the first line.
    ///
    /// - Parameters:
    ///   - bytes: all that is known of the text.
    ///   - isLast: whether there is no more.
    /// - Returns: whether the line has been read to its end.
    mutating func read(_ bytes: Span<UInt8>, isLast: Bool) -> Bool {
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "\n") where !isQuoted && position > start,
                UInt8(ascii: "\r") where !isQuoted && position > start:
                if !isBlank(bytes) {
                    decide(bytes)
                    return true
                }
            case UInt8(ascii: ",") where !isQuoted: commas += 1
            case UInt8(ascii: ";") where !isQuoted: semicolons += 1
            case UInt8(ascii: "\t") where !isQuoted: tabs += 1
            default: break
            }
            position += 1
        }
        if isLast { decide(bytes) }
        return isLast
    }

    private func isBlank(_ bytes: Span<UInt8>) -> Bool {
        for index in start..<position
        where bytes[index] != UInt8(ascii: "\n") && bytes[index] != UInt8(ascii: "\r") {
            return false
        }
        return true
    }

    private mutating func decide(_ bytes: Span<UInt8>) {
        if let named = Self.separator(in: bytes, from: start, to: position) {
            delimiter = named
            start = position
        } else if semicolons > commas, semicolons >= tabs {
            delimiter = UInt8(ascii: ";")
        } else if tabs > commas {
            delimiter = UInt8(ascii: "\t")
        }
    }

    /// The character that a line `sep=;` names.
    private static func separator(in bytes: Span<UInt8>, from start: Int, to end: Int) -> UInt8? {
        let name = "sep=".utf8
        guard end - start == name.count + 1 else { return nil }
        for (index, byte) in name.enumerated() where bytes[start + index] | 0x20 != byte | 0x20 { return nil }
        let separator = bytes[end - 1]
        return separator < 0x80 && separator != UInt8(ascii: "\"") ? separator : nil
    }
}
