import Allocation
import Contoso
import Testing

@Suite struct SimilarityTests {
    @Test(
        arguments: [
            ("sn-0042", "sn-0042", 0), ("SN-0042", "sn-0042", 0), ("sn-0042", "sn-042", 1),
            ("sn-0042", "sn-00423", 1),
            ("sn-0042", "sn-0043", 1), ("sn-0042", "sn-0024", 1), ("sn-0042", "ns-0024", 2),
            ("sn-0042", "n-00422", 2),
            ("sn-0042", "sn-4200", nil), ("sn-0042", "", nil), ("", "ab", 2), ("", "", 0),
            ("abcd", "cdab", nil),
        ] as [(String, String, Int?)])
    func `edits are counted up to the limit`(one: String, other: String, edits: Int?) {
        #expect(Similarity.edits(from: one, to: other, atMost: 2) == edits)
        #expect(Similarity.edits(from: other, to: one, atMost: 2) == edits)
    }

    @Test func `it counts what the whole table would`() {
        var generator = SeededGenerator(state: 7)
        for _ in 0..<4_000 {
            let one = Self.word(&generator)
            let other =
                Bool.random(using: &generator) ? Self.word(&generator) : Self.misspelt(one, &generator)
            let edits = Self.naiveEdits(Array(one.utf8), Array(other.utf8))
            for most in 0...3 {
                #expect(Similarity.edits(from: one, to: other, atMost: most) == (edits <= most ? edits : nil))
            }
        }
    }

    static func word(_ generator: inout SeededGenerator) -> String {
        let count = Int.random(in: 0...9, using: &generator)
        return String((0..<count).compactMap { _ in "ab-1".randomElement(using: &generator) })
    }

    static func misspelt(_ word: String, _ generator: inout SeededGenerator) -> String {
        var letters = Array(word)
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let place = Int.random(in: 0...letters.count, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: letters.insert("a", at: place)
            case 1 where place < letters.count: letters.remove(at: place)
            case 2 where place < letters.count: letters[place] = "b"
            case 3 where place + 1 < letters.count: letters.swapAt(place, place + 1)
            default: break
            }
        }
        return String(letters)
    }

    /// The recurrence as the literature has it, without any limit.
    static func naiveEdits(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var rows = [Array(0...other.count)]
        for (line, byte) in one.enumerated() {
            var row = [line + 1]
            for (column, otherByte) in other.enumerated() {
                var edits = min(
                    rows[line][column] + (byte == otherByte ? 0 : 1), rows[line][column + 1] + 1,
                    row[column] + 1)
                if line > 0, column > 0, byte == other[column - 1], one[line - 1] == otherByte {
                    edits = min(edits, rows[line - 1][column - 1] + 1)
                }
                row.append(edits)
            }
            rows.append(row)
        }
        return rows[one.count][other.count]
    }
}
