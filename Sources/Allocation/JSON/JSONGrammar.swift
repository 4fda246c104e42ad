/// Where the tokens of a JSON text end (RFC 8259 §2, §6, §7); everything passed over is validated.
///
/// All functions work on a span, so that no token costs a reference count, a copy or an allocation.
enum JSONGrammar {
    /// The content of a string, without its quotation marks.
    struct StringToken {
        let range: Range<Int>
        let hasEscapes: Bool
        /// The offset of the first byte after the closing quotation mark.
        var end: Int { range.upperBound &+ 1 }
    }

    // RFC 8259 §8.1: a parser may ignore a byte order mark rather than treat it as an error.
    static func lengthOfByteOrderMark(in bytes: Span<UInt8>) -> Int {
        bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
    }

    @inline(__always)
    static func endOfWhiteSpace(in bytes: Span<UInt8>, from start: Int) -> Int {
        var position = start
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position &+= 1
            default: return position
            }
        }
        return position
    }

    /// Passes over the string whose opening quotation mark is at `start`.
    static func string(in bytes: Span<UInt8>, from start: Int) throws(JSONError) -> StringToken {
        var position = start &+ 1
        var hasEscapes = false
        while true {
            position = endOfPlainText(in: bytes, from: position)
            guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count, in: bytes) }
            switch bytes[position] {
            case UInt8(ascii: "\""):
                return StringToken(range: start &+ 1..<position, hasEscapes: hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                position = try endOfEscape(in: bytes, from: position)
            case let byte where byte < 0x20:
                throw JSONError(.controlCharacter(byte), at: position, in: bytes)
            default:
                position = try endOfMultibyteScalar(in: bytes, from: position)
            }
        }
    }

    /// Passes over ASCII that a string may hold as it is, eight bytes at a time.
    ///
    /// Bytes are found by borrows (Henry S. Warren, Hacker's Delight, §6-1): where all are ASCII, `word - 0x01...01` has a
    /// high bit at the lowest byte of 0, and `word - 0x20...20` at the lowest below 0x20; above it there may be false ones.
    @inline(__always)
    private static func endOfPlainText(in bytes: Span<UInt8>, from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var position = start
        while position &+ 8 <= bytes.count {
            var word: UInt64 = 0
            // One check of the bounds instead of eight.
            let eight = bytes.extracting(position..<position &+ 8)
            for offset in 0..<8 { word |= UInt64(eight[offset]) &<< UInt64(8 &* offset) }
            let marks = (word ^ (ones &* 0x22)) &- ones
            let solidi = (word ^ (ones &* 0x5C)) &- ones
            let special = (marks | solidi | (word &- ones &* 0x20) | word) & (ones &* 0x80)
            guard special == 0 else {
                // The lowest byte is the first; a byte before it that is not ASCII would have been found itself.
                return position &+ special.trailingZeroBitCount &>> 3
            }
            position &+= 8
        }
        while position < bytes.count {
            let byte = bytes[position]
            // One comparison for printable ASCII: everything else wraps to 0x60 or above.
            guard byte &- 0x20 < 0x60, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else { break }
            position &+= 1
        }
        return position
    }

    /// Passes over the number at `start`, which must hold a minus sign or a digit.
    static func endOfNumber(in bytes: Span<UInt8>, from start: Int) throws(JSONError) -> Int {
        var position = start
        if bytes[position] == UInt8(ascii: "-") { position &+= 1 }
        let integer = position
        position = try endOfDigits(in: bytes, from: integer)
        if bytes[integer] == UInt8(ascii: "0"), position > integer &+ 1 {
            throw JSONError(.leadingZero, at: integer, in: bytes)
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position = try endOfDigits(in: bytes, from: position &+ 1)
        }
        guard position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") else { return position }
        position &+= 1
        if position < bytes.count,
            bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-")
        {
            position &+= 1
        }
        return try endOfDigits(in: bytes, from: position)
    }

    /// Passes over `word` at `start`: one of `true`, `false` and `null`.
    static func endOfWord(_ word: String, in bytes: Span<UInt8>, from start: Int) throws(JSONError) -> Int {
        var position = start
        for byte in word.utf8 {
            guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position, in: bytes) }
            guard bytes[position] == byte else { throw JSONError(.unknownWord, at: start, in: bytes) }
            position &+= 1
        }
        return position
    }

    private static func endOfDigits(in bytes: Span<UInt8>, from start: Int) throws(JSONError) -> Int {
        var position = start
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position &+= 1 }
        guard position == start else { return position }
        throw JSONError(position < bytes.count ? .missingDigit : .unexpectedEnd, at: position, in: bytes)
    }

    @inline(never)
    private static func endOfEscape(in bytes: Span<UInt8>, from start: Int) throws(JSONError) -> Int {
        guard start &+ 1 < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count, in: bytes) }
        switch bytes[start &+ 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return start &+ 2
        case UInt8(ascii: "u"):
            break
        default:
            throw JSONError(.unknownEscape, at: start, in: bytes)
        }
        let unit = try codeUnit(in: bytes, ofEscapeAt: start)
        guard unit & 0xF800 == 0xD800 else { return start &+ 6 }
        // RFC 8259 §8.2: the meaning of an unpaired surrogate is unpredictable, so it is refused.
        guard unit < 0xDC00 else { throw JSONError(.loneSurrogate, at: start, in: bytes) }
        var position = start &+ 6
        for byte in "\\u".utf8 {
            guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position, in: bytes) }
            guard bytes[position] == byte else { throw JSONError(.loneSurrogate, at: start, in: bytes) }
            position &+= 1
        }
        guard try codeUnit(in: bytes, ofEscapeAt: start &+ 6) & 0xFC00 == 0xDC00 else {
            throw JSONError(.loneSurrogate, at: start, in: bytes)
        }
        return start &+ 12
    }

    /// The UTF-16 code unit written as `\uXXXX` at `start`.
    private static func codeUnit(
        in bytes: Span<UInt8>, ofEscapeAt start: Int
    ) throws(JSONError) -> UInt16 {
        var unit: UInt16 = 0
        for position in start &+ 2..<start &+ 6 {
            guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position, in: bytes) }
            guard let digit = Hexadecimal.value(of: bytes[position]) else {
                throw JSONError(.malformedUnicodeEscape, at: start, in: bytes)
            }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    // RFC 3629 §4: no overlong forms, no surrogates, nothing above U+10FFFF.
    @inline(never)
    private static func endOfMultibyteScalar(
        in bytes: Span<UInt8>, from start: Int
    ) throws(JSONError) -> Int {
        var second: ClosedRange<UInt8> = 0x80...0xBF
        let length: Int
        switch bytes[start] {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        case 0x7F: length = 1
        default: throw JSONError(.malformedUTF8, at: start, in: bytes)
        }
        for position in start &+ 1..<start &+ length {
            guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position, in: bytes) }
            let allowed = position == start &+ 1 ? second : 0x80...0xBF
            guard allowed.contains(bytes[position]) else {
                throw JSONError(.malformedUTF8, at: start, in: bytes)
            }
        }
        return start &+ length
    }

    /// The text which the content of a validated string stands for.
    static func text(of token: StringToken, in bytes: [UInt8]) -> String {
        token.hasEscapes
            ? String(decoding: unescaped(token, in: bytes.span), as: UTF8.self)
            : String(decoding: bytes[token.range], as: UTF8.self)
    }

    /// The bytes which the content of a validated string stands for.
    static func unescaped(_ token: StringToken, in bytes: Span<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(token.range.count)
        var position = token.range.lowerBound
        while position < token.range.upperBound {
            let byte = bytes[position]
            guard byte == UInt8(ascii: "\\") else {
                result.append(byte)
                position &+= 1
                continue
            }
            let escape = bytes[position &+ 1]
            if escape == UInt8(ascii: "u") {
                position = appendScalar(ofEscapeAt: position, in: bytes, to: &result)
            } else {
                result.append(meaning(ofEscape: escape))
                position &+= 2
            }
        }
        return result
    }

    private static func meaning(ofEscape escape: UInt8) -> UInt8 {
        switch escape {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: escape
        }
    }

    private static func appendScalar(
        ofEscapeAt start: Int, in bytes: Span<UInt8>, to result: inout [UInt8]
    ) -> Int {
        func unit(at escape: Int) -> UInt32 {
            var unit: UInt32 = 0
            for position in escape &+ 2..<escape &+ 6 {
                unit = unit << 4 | UInt32(Hexadecimal.value(of: bytes[position]) ?? 0)
            }
            return unit
        }
        var scalar = unit(at: start)
        var end = start &+ 6
        if scalar & 0xFC00 == 0xD800 {
            scalar = 0x10000 + ((scalar & 0x3FF) << 10) + (unit(at: end) & 0x3FF)
            end &+= 6
        }
        if let scalar = Unicode.Scalar(scalar) { result.append(contentsOf: UTF8.encode(scalar) ?? .init()) }
        return end
    }
}
