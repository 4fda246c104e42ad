/// The name of one HTTP request: a UUID of version 7 (RFC 9562 §5.7), so that IDs sort by the time they were
/// made.
///
/// The 12 bits after the version hold the fraction of the millisecond (RFC 9562 §6.2, method 3), the last 62
/// are random.
package struct RequestID: Sendable, Hashable, CustomStringConvertible {
    package let high: UInt64
    package let low: UInt64

    /// An ID read back from where it was kept.
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// - Parameters:
    ///   - nanoseconds: since 1970-01-01T00:00:00Z.
    ///   - randomness: 64 random bits, of which 62 are used.
    package init(nanoseconds: UInt64, randomness: UInt64) {
        let milliseconds = nanoseconds / 1_000_000
        // 4,096 steps in a millisecond: the fraction times 2^12.
        let fraction = nanoseconds % 1_000_000 * 4_096 / 1_000_000
        high = milliseconds << 16 | 0x7000 | fraction
        low = 0x8000_0000_0000_0000 | randomness >> 2
    }

    /// When the ID was made.
    package var timestamp: Timestamp { Timestamp(milliseconds: Int64(high >> 16)) }

    /// The 16 bytes in network order.
    package var bytes: [UInt8] {
        [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
    }

    /// Reads the 16 bytes in network order; `nil` for any other count.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        let words = (bytes.prefix(8), bytes.dropFirst(8))
        high = words.0.reduce(0) { $0 << 8 | UInt64($1) }
        low = words.1.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Reads the 36 characters of RFC 9562 §4, in either case; `nil` for anything else.
    package init?(_ text: String) {
        var words: (high: UInt64, low: UInt64) = (0, 0)
        var digits = 0
        let characters = Array(text.utf8)
        guard characters.count == 36 else { return nil }
        for (index, character) in characters.enumerated() {
            if [8, 13, 18, 23].contains(index) {
                guard character == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = Character(UnicodeScalar(character)).hexDigitValue else { return nil }
            if digits < 16 {
                words.high = words.high << 4 | UInt64(digit)
            } else {
                words.low = words.low << 4 | UInt64(digit)
            }
            digits += 1
        }
        self.init(high: words.high, low: words.low)
    }

    /// The 36 characters of RFC 9562 §4, in lower case.
    package var description: String {
        var text: [UInt8] = []
        text.reserveCapacity(36)
        // Where hyphens stand: before the digits 8, 12, 16 and 20.
        let hyphens: UInt32 = 1 << 8 | 1 << 12 | 1 << 16 | 1 << 20
        for digit in 0..<32 {
            if hyphens >> UInt32(digit) & 1 == 1 { text.append(UInt8(ascii: "-")) }
            let word = digit < 16 ? high : low
            text.append(Hexadecimal.digit(UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * (digit & 15)))))
        }
        return String(decoding: text, as: UTF8.self)
    }
}
