/// How long the history's writer waits for a batch to grow, when decisions come thick and fast.
///
/// A commit costs the same for many rows as for few. When many were committed together there will be as many again in a
/// moment; to wait for them as long as a commit takes makes fewer and larger batches of them. With few at once nothing would
/// come of it but a delay, so then the next batch is whatever is there.
struct BatchPace {
    /// The least batch that makes the next one worth waiting for.
    private static let worthWaiting = 12
    /// Nanoseconds; a disk that is slow now need not be so the next time.
    private static let longestPatience: UInt64 = 1_000_000

    /// How many to wait for.
    private(set) var expected = 1

    /// For how many nanoseconds.
    private(set) var patience = 0

    /// Takes note of a commit.
    mutating func note(count: Int, nanoseconds: UInt64) {
        guard count >= Self.worthWaiting else {
            self = BatchPace()
            return
        }
        expected = count + count / 2
        patience = Int(min(nanoseconds, Self.longestPatience))
    }
}
