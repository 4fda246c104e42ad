/// A symbol of one of DEFLATE's alphabets, and the bits behind it that tell the rest of its value (RFC 1951 §3.2.5, §3.2.7).
struct DeflateSymbol {
    let number: Int
    var extra: UInt32 = 0
    var extraCount: UInt32 = 0

    static let endOfBlock = DeflateSymbol(number: 256)

    /// In the alphabet of bytes and lengths.
    static func byte(_ byte: UInt8) -> DeflateSymbol { DeflateSymbol(number: Int(byte)) }

    /// In the alphabet of bytes and lengths.
    ///
    /// - Parameter length: 3 to 258.
    /// - Returns: one of the symbols from 257 on.
    static func length(_ length: Int) -> DeflateSymbol {
        let index = lengths.lastIndex { $0 <= length } ?? 0
        // 258 has a symbol of its own, though the one before would reach that far.
        let extraCount = index < 8 || index == lengths.count - 1 ? 0 : (index - 4) / 4
        return DeflateSymbol(
            number: 257 + index, extra: UInt32(length - lengths[index]), extraCount: UInt32(extraCount))
    }

    /// In the alphabet of distances.
    ///
    /// - Parameter distance: 1 to 32768.
    /// - Returns: one of 30.
    static func distance(_ distance: Int) -> DeflateSymbol {
        let index = distances.lastIndex { $0 <= distance } ?? 0
        return DeflateSymbol(
            number: index, extra: UInt32(distance - distances[index]),
            extraCount: UInt32(index < 4 ? 0 : (index - 2) / 2))
    }

    /// In the alphabet of lengths of codes: so many of 0.
    ///
    /// - Parameter count: 3 to 138.
    /// - Returns: one of two symbols.
    static func zeros(_ count: Int) -> DeflateSymbol {
        count < 11
            ? DeflateSymbol(number: 17, extra: UInt32(count - 3), extraCount: 3)
            : DeflateSymbol(number: 18, extra: UInt32(count - 11), extraCount: 7)
    }

    /// In the alphabet of lengths of codes: the one before, so many times more.
    ///
    /// - Parameter count: 3 to 6.
    /// - Returns: the one symbol.
    static func repetition(_ count: Int) -> DeflateSymbol {
        DeflateSymbol(number: 16, extra: UInt32(count - 3), extraCount: 2)
    }

    /// The first length of each symbol from 257 on, and the first distance of each.
    private static let lengths = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163,
        195, 227, 258,
    ]
    private static let distances = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073,
        4097, 6145, 8193, 12289, 16385, 24577,
    ]
}
