import FoundationEssentials
import Testing

@testable import Console

@Suite struct GzipTests {
    /// The check value of every catalogue of checksums ("123456789"), and what zlib gives for three more.
    @Test(arguments: [
        ("123456789", 0xCBF4_3926 as UInt32), ("", 0), ("a", 0xE8B7_BE43), ("abc", 0x3524_41C2),
    ])
    func `a checksum is that of the published vectors`(text: String, checksum: UInt32) {
        #expect(CRC32.checksum(of: Array(text.utf8)) == checksum)
    }

    @Test(arguments: ["", "a", "aa", "ab", "ÿþ z", String(repeating: "x", count: 1_000)])
    func `a text of few letters is itself again`(text: String) {
        #expect(Inflating.bytes(of: DeflateBlock(of: Array(text.utf8)).bytes) == Array(text.utf8))
    }

    @Test func `a text of every byte, some of them rare, is itself again`() {
        // Most come once, the last ones half again as often as the one before.
        var text: [UInt8] = []
        var generator = Numbers(state: 7)
        for letter in UInt8.min...UInt8.max {
            for _ in 0..<(letter < 230 ? 1 : 1 << ((Int(letter) - 230) * 6 / 10)) { text.append(letter) }
        }
        for place in text.indices.reversed() {
            text.swapAt(place, Int((generator.next() >> 33) % UInt64(place + 1)))
        }
        #expect(Inflating.bytes(of: DeflateBlock(of: text).bytes) == text)
    }

    /// Beside the block: what gzip 1.12 puts around these with `gzip --no-name`, but for the system that it names.
    @Test(
        arguments: [
            ("", [0, 0, 0, 0, 0, 0, 0, 0]),
            ("123456789", [0x26, 0x39, 0xF4, 0xCB, 9, 0, 0, 0]),
            (String(repeating: "a", count: 70_000), [0x04, 0xE2, 0x29, 0x12, 0x70, 0x11, 0x01, 0x00]),
        ] as [(String, [UInt8])])
    func `a file begins with gzip's head, and ends with its checksum and its size`(
        text: String, trailer: [UInt8]
    ) {
        let bytes = Array(text.utf8)
        let zipped = Gzip.compress(bytes)
        #expect(zipped.prefix(10) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF])
        #expect(zipped.dropFirst(10).dropLast(8) == DeflateBlock(of: bytes).bytes[...])
        #expect(Array(zipped.suffix(8)) == trailer)
    }

    @Test func `the lengths and distances at both ends of each step are right`() {
        // Read back by a reader of its own, which knows the format and not the writer.
        for distance in [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 16, 17, 24, 25, 192, 193, 32_767, 32_768, 32_769]
        {
            for length in [3, 4, 10, 11, 12, 13, 18, 19, 114, 115, 130, 131, 257, 258, 259, 600] {
                var generator = Numbers(state: UInt64(distance * 1_000 + length))
                let start = (0..<distance).map { _ in UInt8(truncatingIfNeeded: generator.next() >> 33) }
                let text = start + (0..<length).map { start[$0 % distance] }
                #expect(Inflating.bytes(of: DeflateBlock(of: text).bytes) == text, "\(distance) \(length)")
            }
        }
    }

    @Test func `every file of the console is itself again`() {
        for file in Console.embedded {
            let zipped = file.gzipped
            #expect(
                Inflating.bytes(of: Array(zipped.dropFirst(10).dropLast(8))) == file.bytes, "\(file.name)")
            #expect(zipped.count < file.bytes.count)
        }
    }
}

/// Numbers that look random and are the same each time (Knuth's MMIX).
private struct Numbers {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state
    }
}
