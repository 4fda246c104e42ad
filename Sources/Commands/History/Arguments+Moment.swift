import Allocation
import CommandLineInterface

extension Arguments {
    /// A moment: a time, or how long ago it was, such as `24h`.
    ///
    /// - Parameters:
    ///   - option: that holds it.
    ///   - now: from which it is reckoned back.
    /// - Returns: `nil` when the option is not there.
    /// - Throws: `UsageError` when it is neither.
    func moment(_ option: String, before now: Timestamp) throws(UsageError) -> Timestamp? {
        guard let text = value(option) else { return nil }
        if let time = Timestamp(text) { return time }
        if let unit = text.last.flatMap(Self.milliseconds), let number = Int64(text.dropLast()),
            (1...99_999).contains(number), String(number) == text.dropLast()
        {
            return Timestamp(milliseconds: now.milliseconds - number * unit)
        }
        throw UsageError(
            "\(option) takes a time as in 2027-01-31T18:00:00Z, or how long ago as in 90s, 30m, 24h or 7d, not \"\(text)\""
        )
    }

    private static func milliseconds(of unit: Character) -> Int64? {
        switch unit {
        case "s": 1_000
        case "m": 60_000
        case "h": 3_600_000
        case "d": 86_400_000
        default: nil
        }
    }
}
