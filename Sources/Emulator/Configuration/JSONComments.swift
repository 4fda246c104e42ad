/// Comments in JSON: `//` up to the end of the line, and `/* */`.
enum JSONComments {
    /// The text with a space for each character of a comment, so that lines and columns stay. A comment that does not end is left,
    /// and is no JSON.
    static func blanked(in text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var position = 0
        var isInString = false
        while position < text.count {
            let byte = text[position]
            if isInString, byte == UInt8(ascii: "\\"), position + 1 < text.count {
                result += text[position...position + 1]
                position += 2
            } else if !isInString, let end = endOfComment(in: text, from: position) {
                for byte in text[position..<end] {
                    if byte == UInt8(ascii: "\n") {
                        result.append(byte)
                    } else if byte & 0xC0 != 0x80 {
                        result.append(UInt8(ascii: " "))
                    }
                }
                position = end
            } else if !isInString, text[position...].starts(with: "/*".utf8) {
                // Else the rest would be searched for an end again from each slash in it.
                return result + text[position...]
            } else {
                if byte == UInt8(ascii: "\"") { isInString.toggle() }
                result.append(byte)
                position += 1
            }
        }
        return result
    }

    private static func endOfComment(in text: [UInt8], from start: Int) -> Int? {
        guard text[start] == UInt8(ascii: "/"), start + 1 < text.count else { return nil }
        let rest = text[(start + 2)...]
        switch text[start + 1] {
        case UInt8(ascii: "/"):
            return rest.firstIndex(of: UInt8(ascii: "\n")) ?? text.count
        case UInt8(ascii: "*"):
            return rest.indices.dropLast().first {
                text[$0] == UInt8(ascii: "*") && text[$0 + 1] == UInt8(ascii: "/")
            }.map { $0 + 2 }
        default:
            return nil
        }
    }
}
