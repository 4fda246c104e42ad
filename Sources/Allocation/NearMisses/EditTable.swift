/// How many edits turn what has been read so far into the beginnings of a word, kept byte by byte so that the last bytes can be
/// taken back. Only the cells that may lie within the limit are filled, so that a byte costs the same whatever the word's length.
struct EditTable {
    private let word: [UInt8]
    private let mostEdits: Int

    /// Row by row, one for each byte read and one before them; a cell for each beginning of the word. Beyond the limit all
    /// numbers are the same.
    private var cells: [UInt8]
    private(set) var bytes: [UInt8] = []

    /// - Parameters:
    ///   - word: compared ASCII-folded.
    ///   - mostEdits: from 0; more are not counted.
    init(of word: String, mostEdits: Int) {
        self.word = Array(word.asciiFolded.utf8)
        self.mostEdits = mostEdits
        let width = self.word.count + 1
        cells = (0..<width).map { UInt8(min($0, mostEdits + 1)) }
        // What is longer than this is more than so many insertions away.
        cells += repeatElement(UInt8(mostEdits + 1), count: width * (self.word.count + mostEdits + 1))
    }

    private var width: Int { word.count + 1 }

    /// Edits from what was read to the word; `nil` when there are more than the limit.
    var edits: Int? {
        let edits = Int(cells[bytes.count * width + word.count])
        return edits <= mostEdits ? edits : nil
    }

    /// Whether something that begins with what was read can lie within the limit.
    var isViable: Bool {
        band(of: bytes.count).contains { cells[bytes.count * width + $0] <= mostEdits }
    }

    /// Beginnings of the word that a row can come to: their length differs by no more than the limit.
    private func band(of row: Int) -> Range<Int> {
        let start = min(max(0, row - mostEdits), width)
        return start..<max(start, min(width, row + mostEdits + 1))
    }

    /// Reads a folded byte; what was read before must be viable.
    mutating func append(_ byte: UInt8) {
        bytes.append(byte)
        let row = bytes.count
        let (this, above) = (row * width, (row - 1) * width)
        let beyond = UInt8(mostEdits + 1)
        let band = band(of: row)
        if band.lowerBound > 0, band.lowerBound <= word.count { cells[this + band.lowerBound - 1] = beyond }
        if band.upperBound < width { cells[this + band.upperBound] = beyond }
        for column in band {
            guard column > 0 else {
                cells[this] = min(beyond, UInt8(row))
                continue
            }
            let isSame = word[column - 1] == byte
            var edits = min(
                cells[above + column - 1] + (isSame ? 0 : 1), cells[above + column] + 1,
                cells[this + column - 1] + 1)
            if !isSame, row > 1, column > 1, word[column - 2] == byte, word[column - 1] == bytes[row - 2] {
                edits = min(edits, cells[above - width + column - 2] + 1)
            }
            cells[this + column] = min(edits, beyond)
        }
    }

    /// Takes back what was read beyond so many bytes.
    mutating func cut(to count: Int) {
        bytes.removeLast(bytes.count - count)
    }
}
