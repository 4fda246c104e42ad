/// Reads the text of a moment (RFC 3339 §5.6).
struct TimestampReader {
    private var rest: ArraySlice<UInt8>

    init(_ text: String) {
        rest = Array(text.utf8)[...]
    }

    /// Milliseconds since 1970-01-01T00:00:00Z; `nil` when the text is anything else.
    mutating func read() -> Int64? {
        guard let year = number(4, in: 1...9_999), take("-"), let month = number(2, in: 1...12), take("-"),
            let day = number(2, in: 1...Self.days(inMonth: month, of: year)), takeLetter("T"),
            let hour = number(2, in: 0...23), take(":"), let minute = number(2, in: 0...59), take(":"),
            let second = number(2, in: 0...59), let fraction = fraction(), let offset = offset(), rest.isEmpty
        else { return nil }
        let minutes = (Self.daysSinceEpoch(year, month, day) * 24 + hour) * 60 + minute - offset
        return (minutes * 60 + second) * 1_000 + fraction
    }

    private mutating func number(_ digits: Int, in range: ClosedRange<Int64>) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<digits {
            guard let digit = rest.first.map({ $0 &- UInt8(ascii: "0") }), digit < 10 else { return nil }
            rest.removeFirst()
            value = value * 10 + Int64(digit)
        }
        return range.contains(value) ? value : nil
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool { take(UInt8(ascii: character)) }

    /// Letters may be small here (RFC 3339 §5.6).
    private mutating func takeLetter(_ letter: Unicode.Scalar) -> Bool {
        take(letter) || take(UInt8(ascii: letter) | 0x20)
    }

    /// Milliseconds; 0 without a fraction, `nil` for a dot without digits.
    private mutating func fraction() -> Int64? {
        guard take(".") else { return 0 }
        let digits = rest.prefix { $0 &- UInt8(ascii: "0") < 10 }
        guard !digits.isEmpty else { return nil }
        rest = rest.dropFirst(digits.count)
        let three = digits.prefix(3).reduce(Int64(0)) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
        return three * [100, 10, 1][min(digits.count, 3) - 1]
    }

    /// Minutes to the east of UTC.
    private mutating func offset() -> Int64? {
        if takeLetter("Z") { return 0 }
        let isWest = take("-")
        guard isWest || take("+"), let hours = number(2, in: 0...23), take(":"),
            let minutes = number(2, in: 0...59)
        else { return nil }
        return (hours * 60 + minutes) * (isWest ? -1 : 1)
    }

    private static func days(inMonth month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Years are reckoned from 1 March, so that the leap day is the last of its year; 719,468 days lie between 0000-03-01 and
    /// 1970-01-01.
    private static func daysSinceEpoch(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    }
}
