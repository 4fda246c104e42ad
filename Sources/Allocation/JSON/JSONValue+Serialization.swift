extension JSONValue: CustomStringConvertible {
    /// The compact text.
    package var description: String { String(decoding: serialized(), as: UTF8.self) }

    /// The compact text in UTF-8, members in their order.
    package func serialized() -> [UInt8] {
        var bytes: [UInt8] = []
        write(into: &bytes)
        return bytes
    }

    /// The text over several lines, indented by two spaces a level, without a line feed at the end.
    package func pretty() -> String {
        var bytes: [UInt8] = []
        write(into: &bytes, indentation: 0)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the compact text in UTF-8.
    package func write(into bytes: inout [UInt8]) { write(into: &bytes, indentation: nil) }

    /// Appends `text` as a JSON string, with its quotation marks, to UTF-8 text.
    ///
    /// Only what must be escaped is (RFC 8259 §7): quotation mark, backslash and U+0000 to U+001F.
    package static func write(string text: String, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        if isPlain(text) {
            bytes.append(contentsOf: text.utf8)
        } else {
            for byte in text.utf8 {
                if mustBeEscaped(byte) { writeEscape(of: byte, into: &bytes) } else { bytes.append(byte) }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    // `indentation` is the number of levels around this value; without it the text is compact.
    private func write(into bytes: inout [UInt8], indentation: Int?) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let number): bytes.append(contentsOf: number.literal.utf8)
        case .string(let text): Self.write(string: text, into: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                Self.separate(at: index, into: &bytes, indentation: indentation)
                element.write(into: &bytes, indentation: indentation.map { $0 + 1 })
            }
            if !elements.isEmpty { Self.breakLine(into: &bytes, indentation: indentation) }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                Self.separate(at: index, into: &bytes, indentation: indentation)
                Self.write(string: member.name, into: &bytes)
                bytes.append(UInt8(ascii: ":"))
                if indentation != nil { bytes.append(UInt8(ascii: " ")) }
                member.value.write(into: &bytes, indentation: indentation.map { $0 + 1 })
            }
            if !object.isEmpty { Self.breakLine(into: &bytes, indentation: indentation) }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private static func separate(at index: Int, into bytes: inout [UInt8], indentation: Int?) {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        breakLine(into: &bytes, indentation: indentation.map { $0 + 1 })
    }

    private static func breakLine(into bytes: inout [UInt8], indentation: Int?) {
        guard let indentation else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * indentation))
    }

    private static func isPlain(_ text: String) -> Bool {
        let bytes = text.utf8.span
        for index in bytes.indices where mustBeEscaped(bytes[index]) { return false }
        return true
    }

    private static func mustBeEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func writeEscape(of byte: UInt8, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0..<0x20:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(Hexadecimal.digit(byte >> 4))
            bytes.append(Hexadecimal.digit(byte))
        default: bytes.append(byte)
        }
    }
}
