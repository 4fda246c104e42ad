/// Base 64 (RFC 4648): `standard` (§4) is padded, `url` (§5) has the URL-safe alphabet and no padding.
package enum Base64: Sendable {
    case standard
    case url

    package func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var position = 0
        while position < bytes.count {
            let count = min(bytes.count - position, 3)
            let group =
                UInt32(bytes[position]) << 16
                | (count > 1 ? UInt32(bytes[position + 1]) << 8 : 0)
                | (count > 2 ? UInt32(bytes[position + 2]) : 0)
            for index in 0..<4 {
                if index <= count {
                    text.append(digit(UInt8(truncatingIfNeeded: group >> UInt32(18 - 6 * index)) & 0x3F))
                } else if self == .standard {
                    text.append(UInt8(ascii: "="))
                }
            }
            position += 3
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes that `text` stands for; `nil` unless it is exactly what `encode` gives for them.
    ///
    /// So white space, a byte outside the alphabet, wrong padding and unused bits that are not zero are all
    /// refused (RFC 4648 §3.2, §3.3, §3.5).
    package func decode(_ text: String) -> [UInt8]? { decode(Array(text.utf8)) }

    /// The bytes that `text`, in ASCII, stands for; `nil` unless it is exactly what `encode` gives for them.
    package func decode(_ text: [UInt8]) -> [UInt8]? {
        guard let digitCount = digitCount(of: text) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digitCount / 4 * 3 + 2)
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for index in 0..<digitCount {
            guard let value = value(of: text[index]) else { return nil }
            bits = bits << 6 | UInt32(value)
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
                bits &= (1 << bitCount) - 1
            }
        }
        return bits == 0 ? bytes : nil
    }

    /// How many digits come before the padding; `nil` where no text can be so long.
    private func digitCount(of text: [UInt8]) -> Int? {
        var count = text.count
        if self == .standard {
            guard count % 4 == 0 else { return nil }
            for _ in 0..<2 where count > 0 && text[count - 1] == UInt8(ascii: "=") { count -= 1 }
        }
        return count % 4 == 1 ? nil : count
    }

    private func digit(_ value: UInt8) -> UInt8 {
        switch value {
        case 0..<26: UInt8(ascii: "A") &+ value
        case 26..<52: UInt8(ascii: "a") &+ value &- 26
        case 52..<62: UInt8(ascii: "0") &+ value &- 52
        case 62: self == .standard ? UInt8(ascii: "+") : UInt8(ascii: "-")
        default: self == .standard ? UInt8(ascii: "/") : UInt8(ascii: "_")
        }
    }

    private func value(of digit: UInt8) -> UInt8? {
        switch (digit, self) {
        case (UInt8(ascii: "A")...UInt8(ascii: "Z"), _): digit &- UInt8(ascii: "A")
        case (UInt8(ascii: "a")...UInt8(ascii: "z"), _): digit &- UInt8(ascii: "a") &+ 26
        case (UInt8(ascii: "0")...UInt8(ascii: "9"), _): digit &- UInt8(ascii: "0") &+ 52
        case (UInt8(ascii: "+"), .standard), (UInt8(ascii: "-"), .url): 62
        case (UInt8(ascii: "/"), .standard), (UInt8(ascii: "_"), .url): 63
        default: nil
        }
    }
}
