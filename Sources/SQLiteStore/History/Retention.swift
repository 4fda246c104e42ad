package import Allocation

/// How much of the history is kept; whatever is beyond one of the bounds may be taken away.
package struct Retention: Sendable, Equatable {
    /// Milliseconds; decisions that are older are too many.
    package var age: Int64?

    /// Only so many of the last decisions are kept.
    package var rows: Int64?

    package init(age: Int64? = nil, rows: Int64? = nil) {
        self.age = age
        self.rows = rows
    }

    /// Milliseconds for which nothing is taken away for its age after the clock was set ahead by more than an hour: all would be old
    /// at once, and somebody should have the time to set it right.
    static let pauseAfterStep: Int64 = 24 * 3_600_000

    /// The same bounds without the one upon age.
    var ofRowsOnly: Retention { Retention(rows: rows) }

    /// Whether a decision is beyond a bound.
    ///
    /// - Parameters:
    ///   - id: its number.
    ///   - decidedAt: its time.
    ///   - last: the number of the last decision.
    ///   - now: the time of day.
    /// - Returns: whether it may be taken away.
    package func isTooOld(_ id: Int64, decidedAt: Timestamp, last: Int64, now: Timestamp) -> Bool {
        if let rows, id <= last - rows { return true }
        if let age, decidedAt.milliseconds < now.milliseconds - age { return true }
        return false
    }
}
