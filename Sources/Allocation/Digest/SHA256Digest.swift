/// The result of SHA-256 or of HMAC-SHA-256: 32 bytes.
///
/// Equality takes the same time wherever two digests differ.
package struct SHA256Digest: Sendable, Hashable, CustomStringConvertible {
    /// The number of bytes.
    package static let byteCount = 32

    // Four big-endian words: a digest needs no heap.
    let words: (UInt64, UInt64, UInt64, UInt64)

    /// A digest from its bytes as four big-endian words.
    package init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

    /// A digest from its 32 bytes; `nil` for any other number.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        func word(_ start: Int) -> UInt64 {
            var word: UInt64 = 0
            for index in start..<start + 8 { word = word << 8 | UInt64(bytes[index]) }
            return word
        }
        words = (word(0), word(8), word(16), word(24))
    }

    /// A digest from its 64 hexadecimal digits in either case; `nil` for anything else.
    package init?(hex text: String) {
        guard text.utf8.count == 2 * Self.byteCount else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        var high: UInt8?
        for digit in text.utf8 {
            guard let value = Hexadecimal.value(of: digit) else { return nil }
            if let pending = high {
                bytes.append(pending << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        self.init(bytes: bytes)
    }

    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        func append(_ word: UInt64) {
            var shift: UInt64 = 64
            while shift > 0 {
                shift &-= 8
                bytes.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        append(words.0)
        append(words.1)
        append(words.2)
        append(words.3)
        return bytes
    }

    /// The 64 hexadecimal digits, in lower case.
    package var description: String {
        var digits: [UInt8] = []
        digits.reserveCapacity(2 * Self.byteCount)
        for byte in bytes {
            digits.append(Hexadecimal.digit(byte >> 4))
            digits.append(Hexadecimal.digit(byte))
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// Whether both are the same, in a time that does not depend on where they differ.
    package func constantTimeEquals(_ other: SHA256Digest) -> Bool {
        (words.0 ^ other.words.0) | (words.1 ^ other.words.1) | (words.2 ^ other.words.2)
            | (words.3 ^ other.words.3) == 0
    }

    package static func == (left: SHA256Digest, right: SHA256Digest) -> Bool {
        left.constantTimeEquals(right)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}
