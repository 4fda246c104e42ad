/// Rows in columns, each as wide as its widest cell.
struct TextTable {
    private let rows: [[String]]

    init(_ headings: [String], _ rows: [[String]]) {
        self.rows = ([headings] + rows).map { $0.map(Self.printable) }
    }

    var text: String {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }
            var line = cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    /// Control characters from outside must not reach a terminal: they could move its cursor or change its
    /// colours.
    static func printable(_ text: String) -> String {
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
