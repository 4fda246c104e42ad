/// A field section (RFC 9110 §5): the head's bytes as received, and where each line lies in them.
///
/// Names compare without regard to ASCII case. No string exists until one is asked for.
package struct HTTPFields: Sendable {
    /// Where one field line's name and value lie in `bytes`.
    struct Line {
        let nameStart, nameEnd, valueStart, valueEnd: UInt32

        init(name: Range<Int>, value: Range<Int>) {
            nameStart = UInt32(truncatingIfNeeded: name.lowerBound)
            nameEnd = UInt32(truncatingIfNeeded: name.upperBound)
            valueStart = UInt32(truncatingIfNeeded: value.lowerBound)
            valueEnd = UInt32(truncatingIfNeeded: value.upperBound)
        }

        var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
        var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
    }

    private let bytes: [UInt8]
    private let lines: [Line]

    init(bytes: [UInt8], lines: [Line]) {
        self.bytes = bytes
        self.lines = lines
    }

    /// A section made of names and values, as a request would have brought them.
    package init(_ fields: [(String, String)] = []) {
        var bytes: [UInt8] = []
        var lines: [Line] = []
        for (name, value) in fields {
            let start = bytes.count
            bytes += name.utf8
            let middle = bytes.count
            bytes += value.utf8
            lines.append(Line(name: start..<middle, value: middle..<bytes.count))
        }
        self.init(bytes: bytes, lines: lines)
    }

    /// How many field lines there are; repeated names count each time.
    package var count: Int { lines.count }

    /// The first value of a name, without the blanks around it, or nil without such a field.
    package subscript(_ name: String) -> String? {
        lines.first { matches($0, name) }.map(value(of:))
    }

    /// The values of every line of a name, in the order received; a comma-separated list is not split.
    package func values(of name: String) -> [String] {
        lines.filter { matches($0, name) }.map(value(of:))
    }

    package func contains(_ name: String) -> Bool {
        lines.contains { matches($0, name) }
    }

    /// Every line's name (as received) and value, in the order received.
    package var all: [(name: String, value: String)] {
        lines.map { (String(decoding: bytes[$0.name], as: UTF8.self), value(of: $0)) }
    }

    private func value(of line: Line) -> String {
        String(decoding: bytes[line.value], as: UTF8.self)
    }

    private func matches(_ line: Line, _ name: String) -> Bool {
        let range = line.name
        guard range.count == name.utf8.count else { return false }
        for (index, byte) in zip(range, name.utf8) where bytes[index].lowercased != byte.lowercased {
            return false
        }
        return true
    }
}
