import Glibc

/// The character classes of RFC 9110 §5.6.2, §5.5 and RFC 5234.
extension UInt8 {
    static let tab = UInt8(ascii: "\t")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
    static let colon = UInt8(ascii: ":")

    /// RFC 9110 §5.6.2: `tchar`, any visible ASCII character except delimiters.
    @inline(__always) var isTokenCharacter: Bool {
        // One bit per character: "!" "#" to "'" "*" "+" "-" "." digits; letters "^" "_" "`" "|" "~".
        if self < 64 { return 0x03FF_6CFA_0000_0000 >> UInt64(self) & 1 == 1 }
        return self < 128 && 0x57FF_FFFF_C7FF_FFFE >> UInt64(self & 63) & 1 == 1
    }

    /// RFC 9110 §5.5: a `field-vchar`, obs-text, SP or HTAB.
    @inline(__always) var isFieldValueByte: Bool { self >= 0x20 && self != 0x7F || self == .tab }

    /// RFC 9110 §5.6.3: `OWS` and `BWS` are made of these two.
    @inline(__always) var isBlank: Bool { self == .space || self == .tab }

    @inline(__always) var isVisibleASCII: Bool { self > 0x20 && self < 0x7F }

    @inline(__always) var isDigit: Bool { self &- 0x30 < 10 }

    @inline(__always) var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

    /// The value of a hexadecimal digit, or nil.
    var hexadecimalValue: UInt8? {
        if isDigit { return self &- 0x30 }
        let letter = lowercased &- 0x61
        return letter < 6 ? letter + 10 : nil
    }
}

extension Span<UInt8> {
    /// Whether the bytes of `range` are `text` without regard to ASCII case; `text` is in lower case.
    func equals(_ text: StaticString, in range: Range<Int>) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        for offset in 0..<range.count
        where self[range.lowerBound + offset].lowercased != text.utf8Start[offset] {
            return false
        }
        return true
    }

    /// Where `byte` first stands in `range`.
    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        extracting(range).withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, let found = memchr(base, Int32(byte), bytes.count) else {
                return nil
            }
            return range.lowerBound + (UnsafeRawPointer(found) - base)
        }
    }

    /// `range` without the blanks at its two ends.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (lower, upper) = (range.lowerBound, range.upperBound)
        while lower < upper, self[lower].isBlank { lower += 1 }
        while lower < upper, self[upper - 1].isBlank { upper -= 1 }
        return lower..<upper
    }

    /// Calls `body` with each member of the comma-separated list in `range` (RFC 9110 §5.6.1), blanks
    /// trimmed; an empty member is an empty range.
    func forEachListMember<Failure>(
        in range: Range<Int>, _ body: (Range<Int>) throws(Failure) -> Void
    ) throws(Failure) {
        var start = range.lowerBound
        for index in range where self[index] == UInt8(ascii: ",") {
            try body(trimmed(start..<index))
            start = index + 1
        }
        try body(trimmed(start..<range.upperBound))
    }
}
