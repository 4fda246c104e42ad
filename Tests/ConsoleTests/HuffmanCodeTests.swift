import Testing

@testable import Console

@Suite struct HuffmanCodeTests {
    /// The first two are the examples of RFC 1951 §3.2.2.
    @Test(
        arguments: [
            ([2, 1, 3, 3], ["10", "0", "110", "111"]),
            ([3, 3, 3, 3, 3, 2, 4, 4], ["010", "011", "100", "101", "110", "00", "1110", "1111"]),
            ([0, 1, 0, 1], ["", "0", "", "1"]),
        ] as [([Int], [String])])
    func `codes follow from their lengths`(lengths: [Int], codes: [String]) {
        let code = HuffmanCode(lengths: lengths)
        for (symbol, expected) in codes.enumerated() {
            var writer = BitWriter()
            code.write(DeflateSymbol(number: symbol), to: &writer)
            writer.write(1, count: 1)
            writer.finish()
            // From the least significant bit on, up to the one that marks the end.
            let bits = writer.bytes.map { byte in
                String((0..<8).map { byte >> $0 & 1 == 1 ? "1" : "0" as Character })
            }.joined()
            #expect(bits.hasPrefix(expected + "1"))
            #expect(bits.dropFirst(expected.utf8.count + 1).allSatisfy { $0 == "0" })
        }
    }

    @Test(
        arguments: [
            ([1, 1, 2, 4], 15, [3, 3, 2, 1]), ([5, 5, 5, 5], 15, [2, 2, 2, 2]), ([9, 0, 1], 15, [1, 0, 1]),
            ([1, 1, 2, 4], 2, [2, 2, 2, 2]), ([1, 1, 2, 3, 5, 8, 13, 21], 15, [7, 7, 6, 5, 4, 3, 2, 1]),
            ([1, 1, 2, 3, 5, 8, 13, 21], 3, [3, 3, 3, 3, 3, 3, 3, 3]),
            // Of no symbol, and of one: two.
            ([0, 0, 0], 7, [1, 1, 0]), ([0, 0, 6], 7, [1, 0, 1]), ([6, 0, 0], 7, [1, 1, 0]),
        ] as [([Int], Int, [Int])])
    func `what comes often is short`(frequencies: [Int], limit: Int, lengths: [Int]) {
        #expect(HuffmanCode(frequencies: frequencies, limit: limit).lengths == lengths)
    }

    @Test func `no other lengths up to the limit need fewer bits`() {
        for frequencies in [
            [1, 1, 1, 1, 40], [1, 2, 3, 4, 5], [1, 3, 9, 27, 81], [7, 1, 7, 1, 7], [1, 1, 2, 3, 5],
        ] {
            for limit in 3...4 {
                let lengths = HuffmanCode(frequencies: frequencies, limit: limit).lengths
                #expect(lengths.allSatisfy { 1...limit ~= $0 })
                #expect(Self.room(of: lengths) == 16, "not one code too few or too many")
                let best = Self.allLengths(of: frequencies.count, limit: limit)
                    .filter { Self.room(of: $0) <= 16 }.map { Self.bits($0, frequencies) }.min()
                #expect(Self.bits(lengths, frequencies) == best, "\(frequencies) \(limit)")
            }
        }
    }

    @Test func `no length is above the limit, and every code is used`() {
        // As often as Fibonacci's numbers: without a limit each would be a bit longer than the next.
        var frequencies = [1, 1]
        while frequencies.count < 40 { frequencies.append(frequencies.suffix(2).reduce(0, +)) }
        let lengths = HuffmanCode(frequencies: frequencies, limit: 15).lengths
        #expect(lengths.max() == 15 && lengths.count == 40)
        #expect(lengths.reduce(0) { $0 + 1 << (15 - $1) } == 1 << 15)
    }

    /// How many of 16 words of four bits begin with one of the codes (Kraft's inequality).
    private static func room(of lengths: [Int]) -> Int { lengths.reduce(0) { $0 + 1 << (4 - $1) } }

    private static func bits(_ lengths: [Int], _ frequencies: [Int]) -> Int {
        zip(lengths, frequencies).reduce(0) { $0 + $1.0 * $1.1 }
    }

    private static func allLengths(of count: Int, limit: Int) -> [[Int]] {
        (0..<count).reduce([[]]) { all, _ in
            all.flatMap { lengths in (1...limit).map { lengths + [$0] } }
        }
    }
}
