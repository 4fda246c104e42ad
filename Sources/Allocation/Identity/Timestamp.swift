/// A moment in UTC, in whole milliseconds since 1970-01-01T00:00:00Z (leap seconds not counted, as POSIX
/// does).
package struct Timestamp: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package static func < (earlier: Self, later: Self) -> Bool { earlier.milliseconds < later.milliseconds }

    /// RFC 3339 in UTC with milliseconds, for example `2026-11-22T21:04:51.007Z`.
    package var description: String {
        let (days, millisecondsOfDay) = Self.floorDivide(milliseconds, by: 86_400_000)
        let (year, month, day) = Self.civilDate(daysSinceEpoch: days)
        let date = "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
        let hour = millisecondsOfDay / 3_600_000
        let minute = millisecondsOfDay / 60_000 % 60
        let second = millisecondsOfDay / 1_000 % 60
        let time = "\(Self.padded(hour, 2)):\(Self.padded(minute, 2)):\(Self.padded(second, 2))"
        return "\(date)T\(time).\(Self.padded(millisecondsOfDay % 1_000, 3))Z"
    }

    /// Reads RFC 3339 §5.6: a date, a time of day with or without a fraction, and `Z` or an offset. Digits beyond the
    /// millisecond are cut off.
    ///
    /// - Parameter text: for example `2027-01-31T18:00:00Z` or `2027-01-31T19:00:00.5+01:00`; years 1 to 9999. `nil` for
    ///   anything else, a leap second included.
    package init?(_ text: String) {
        var reader = TimestampReader(text)
        guard let milliseconds = reader.read() else { return nil }
        self.milliseconds = milliseconds
    }

    static func floorDivide(_ value: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    /// The proleptic Gregorian date of a day count. Years are reckoned from 1 March, so that the leap day is
    /// the last of its year; 146,097 days make a cycle of 400 years.
    static func civilDate(daysSinceEpoch: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (cycle, dayOfCycle) = floorDivide(daysSinceEpoch + 719_468, by: 146_097)
        let yearOfCycle = (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0), month, day)
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
