/// Makes gzip's files (RFC 1952) of one DEFLATE block with fixed codes (RFC 1951 §3.2.6): what a small encoder can do, which brings the
/// console's texts down to a third.
enum Gzip {
    /// - Parameter bytes: fewer than 4 GiB.
    static func compress(_ bytes: [UInt8]) -> [UInt8] {
        // §2.3.1: the magic number, DEFLATE, no flags, no time, no hint of the level, and no system's name.
        let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
        return head + deflate(bytes) + littleEndian(CRC32.checksum(of: bytes))
            + littleEndian(UInt32(truncatingIfNeeded: bytes.count))
    }

    private static func littleEndian(_ value: UInt32) -> [UInt8] {
        [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    static func deflate(_ bytes: [UInt8]) -> [UInt8] {
        var writer = BitWriter()
        // §3.2.3: the last block, with fixed codes.
        writer.write(1, count: 1)
        writer.write(1, count: 2)
        var matches = MatchFinder(bytes)
        var place = 0
        while place < bytes.count {
            if let match = matches.longest(at: place) {
                write(length: match.length, to: &writer)
                write(distance: match.distance, to: &writer)
                for passed in place..<place + match.length { matches.note(passed) }
                place += match.length
            } else {
                write(symbol: UInt32(bytes[place]), to: &writer)
                matches.note(place)
                place += 1
            }
        }
        write(symbol: endOfBlock, to: &writer)
        writer.finish()
        return writer.bytes
    }

    private static let endOfBlock: UInt32 = 256

    /// The table of §3.2.6.
    private static func write(symbol: UInt32, to writer: inout BitWriter) {
        switch symbol {
        case 0...143: writer.write(code: 0b0011_0000 + symbol, count: 8)
        case 144...255: writer.write(code: 0b1_1001_0000 + symbol - 144, count: 9)
        case 256...279: writer.write(code: symbol - 256, count: 7)
        default: writer.write(code: 0b1100_0000 + symbol - 280, count: 8)
        }
    }

    // §3.2.5: the first length of each symbol from 257 on, and the first distance of each code.
    private static let lengths: [UInt32] = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163,
        195, 227, 258,
    ]
    private static let distances: [UInt32] = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073,
        4097, 6145, 8193, 12289, 16385, 24577,
    ]

    private static func write(length: Int, to writer: inout BitWriter) {
        let (index, rest) = step(of: UInt32(length), in: lengths)
        write(symbol: 257 + UInt32(index), to: &writer)
        // 258 has a symbol of its own, though the one before would reach that far.
        let extra = index < 8 || index == lengths.count - 1 ? 0 : (index - 4) / 4
        writer.write(rest, count: UInt32(extra))
    }

    private static func write(distance: Int, to writer: inout BitWriter) {
        let (index, rest) = step(of: UInt32(distance), in: distances)
        writer.write(code: UInt32(index), count: 5)
        writer.write(rest, count: UInt32(index < 4 ? 0 : (index - 2) / 2))
    }

    /// The last step that is not above the value, and what is left.
    private static func step(of value: UInt32, in steps: [UInt32]) -> (index: Int, rest: UInt32) {
        let index = (steps.firstIndex { $0 > value } ?? steps.count) - 1
        return (index, value - steps[index])
    }
}
