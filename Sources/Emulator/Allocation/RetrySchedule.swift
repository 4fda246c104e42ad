/// When DPS calls a webhook again that answered with 429 or above: ten times, first after a second, each interval nine seconds
/// longer (Microsoft Learn, "Use custom allocation policies", troubleshooting).
package struct RetrySchedule: Sendable, Equatable {
    package static let retries = 10

    /// What the intervals are multiplied with: 1 as DPS has them, 0.01 for a hundredth.
    package let timeScale: Double

    /// - Parameter timeScale: not negative.
    package init(timeScale: Double = 1) {
        self.timeScale = timeScale
    }

    /// How long to wait after a call, scaled.
    ///
    /// - Parameter attempt: the call's number, from 1.
    /// - Returns: `nil` when no retry is left.
    package func interval(after attempt: Int) -> Duration? {
        Self.unscaledSeconds(after: attempt).map { .seconds($0) * timeScale }
    }

    /// The same in words, for the log; scaled intervals are told as such.
    package func text(after attempt: Int) -> String? {
        guard let seconds = Self.unscaledSeconds(after: attempt) else { return nil }
        let retry = "retry \(attempt) of \(Self.retries) in"
        guard timeScale != 1 else { return "\(retry) \(seconds) s" }
        let milliseconds = Int64((Double(seconds) * timeScale * 1_000).rounded())
        return "\(retry) \(milliseconds) ms instead of \(seconds) s"
    }

    private static func unscaledSeconds(after attempt: Int) -> Int? {
        (1...retries).contains(attempt) ? 1 + 9 * (attempt - 1) : nil
    }
}
