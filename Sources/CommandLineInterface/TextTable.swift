/// Rows in columns, each as wide as its widest cell, or as a terminal leaves room for.
package struct TextTable {
    /// What is done with a cell that a terminal has no room for.
    package enum Overflow {
        /// It ends in `…`; a row stays a line.
        case cut
        /// It goes on in the next line of its column: where the text is what was asked for.
        case wrap
    }

    private static let gap = 2

    /// No column becomes narrower than this, so that something of its text is left.
    private static let leastWidth = 4

    private let rows: [[String]]
    private let overflow: Overflow

    /// The numbers of the columns whose words have a tone.
    private let toned: Set<Int>

    /// - Parameters:
    ///   - headings: of the columns.
    ///   - rows: with a cell for each heading.
    ///   - overflow: what is done with a cell that there is no room for.
    ///   - toned: the headings of the columns whose words have a `Tone`.
    package init(_ headings: [String], _ rows: [[String]], overflow: Overflow = .cut, toned: Set<String> = [])
    {
        self.rows = ([headings] + rows).map { $0.map(Self.printable) }
        self.overflow = overflow
        self.toned = Set(headings.indices.filter { toned.contains(headings[$0]) })
    }

    /// - Parameters:
    ///   - room: the columns of the terminal that shows it; `nil` where none does, and nothing is cut.
    ///   - isColoured: whether headings and words get their colours.
    /// - Returns: the table, a line break at the end of each line.
    package func text(fitting room: Int? = nil, isColoured: Bool = false) -> String {
        let widths = widths(fitting: room)
        var text = ""
        for (number, row) in rows.enumerated() {
            let cells = zip(row, widths).map { cell, width -> [DisplayedText] in
                let cell = DisplayedText(cell)
                switch overflow {
                case .cut: return [cell.cut(to: width)]
                case .wrap: return cell.wrapped(to: width)
                }
            }
            let tones = row.indices.map { column -> Tone? in
                guard isColoured else { return nil }
                return number == 0 ? .heading : toned.contains(column) ? Tone(of: row[column]) : nil
            }
            for line in 0..<(cells.map(\.count).max() ?? 0) {
                text += Self.line(cells.map { line < $0.count ? $0[line] : DisplayedText("") }, widths, tones)
            }
        }
        return text
    }

    private static func line(_ cells: [DisplayedText], _ widths: [Int], _ tones: [Tone?]) -> String {
        var line = ""
        var blanks = 0
        for (column, cell) in cells.enumerated() {
            if cell.width > 0 {
                line +=
                    String(repeating: " ", count: blanks) + (tones[column]?.colour(cell.text) ?? cell.text)
                blanks = 0
            }
            blanks += widths[column] - cell.width + gap
        }
        while line.last == " " { line.removeLast() }
        return line + "\n"
    }

    /// How wide each column is: what its cells need, the widest ones less where there is no room.
    private func widths(fitting room: Int?) -> [Int] {
        var widths = (rows.first ?? []).indices.map { column in
            rows.map { DisplayedText($0[column]).width }.max() ?? 0
        }
        guard let room else { return widths }
        let available = max(room - Self.gap * (widths.count - 1), 0)
        widths = widths.map { min($0, max(available, Self.leastWidth)) }
        while widths.reduce(0, +) > available, let widest = widths.max(), widest > Self.leastWidth,
            let column = widths.lastIndex(of: widest)
        {
            widths[column] -= 1
        }
        return widths
    }

    /// Control characters from outside must not reach a terminal: they could move its cursor or change its
    /// colours.
    package static func printable(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { !isControl($0) }
        guard !isPlain else { return text }
        return text.unicodeScalars.map { isControl($0) ? "\u{FFFD}" : String($0) }.joined()
    }

    /// C0, DEL, C1, and the marks that turn the direction of writing (Unicode TR36 §2.11).
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
