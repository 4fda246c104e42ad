/// A piece of text with the columns that it takes on a terminal.
package struct DisplayedText: Equatable {
    package let text: String
    package let width: Int

    package init(_ text: String) {
        self.init(text, width: Self.width(of: text))
    }

    private init(_ text: some StringProtocol, width: Int) {
        self.text = String(text)
        self.width = width
    }

    /// The text if it fits, else its beginning with `…` behind it.
    package func cut(to room: Int) -> DisplayedText {
        guard width > room else { return self }
        guard room > 0 else { return DisplayedText("", width: 0) }
        let start = Self.start(of: text[...], fitting: room - 1)
        return DisplayedText(start.text + "…", width: start.width + 1)
    }

    /// The text in lines, broken at blanks where there are some.
    package func wrapped(to room: Int) -> [DisplayedText] {
        guard width > room else { return [self] }
        var lines: [DisplayedText] = []
        var rest = text[...]
        while !rest.isEmpty {
            let start = Self.start(of: rest, fitting: room)
            // A character that is wider than the room has a line all the same, or there would be no end.
            var end = max(start.text.endIndex, rest.index(after: rest.startIndex))
            if end < rest.endIndex, rest[end] != " ",
                let blank = rest[..<end].lastIndex(of: " "), blank > rest.startIndex
            {
                end = blank
            }
            var line = rest[..<end]
            while line.last == " " { line.removeLast() }
            lines.append(DisplayedText(String(line)))
            rest = rest[end...].drop { $0 == " " }
        }
        return lines
    }

    private static func start(of text: Substring, fitting room: Int) -> (text: Substring, width: Int) {
        var (end, width) = (text.startIndex, 0)
        while end < text.endIndex {
            let next = width + Self.width(of: text[end])
            if next > room { break }
            (end, width) = (text.index(after: end), next)
        }
        return (text[..<end], width)
    }

    private static func width(of text: String) -> Int {
        // Most text is ASCII, where each byte is a column.
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
        return text.reduce(0) { $0 + width(of: $1) }
    }

    /// What is drawn over one another takes the room of its widest part.
    private static func width(of character: Character) -> Int {
        character.unicodeScalars.reduce(0) { max($0, width(of: $1)) }
    }

    private static func width(of scalar: Unicode.Scalar) -> Int {
        guard scalar.value >= 0x300 else { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return scalar.properties.isEmojiPresentation || isWide(scalar) ? 2 : 1
        }
    }

    /// The blocks of East Asian Wide and Fullwidth characters (Unicode Standard Annex 11, EastAsianWidth.txt).
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60,
            0xFFE0...0xFFE6, 0x1F200...0x1F265, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
