/// How the history's rows are best committed, judged by how the last ones were.
///
/// A commit costs the same for many rows as for few. When many were committed together there will be as many again in a
/// moment; to wait for them as long as a commit takes makes fewer and larger batches of them. With few at once nothing would
/// come of it but a delay, so then the next batch is whatever is there. When row after row was alone and its commit quick, a
/// change of thread takes longer than the commit itself, and saves nobody from waiting.
struct BatchPace {
    /// The least batch that makes the next one worth waiting for.
    private static let worthWaiting = 12
    /// Nanoseconds; a disk that is slow now need not be so the next time.
    private static let longestPatience: UInt64 = 1_000_000
    /// So many quick commits of one row in a row, with nobody else about, and the next is taken for one more.
    private static let quietCommits = 8
    /// Nanoseconds within which a commit is quick: a thread with other connections can be held as long as that.
    private static let quick: UInt64 = 1_000_000

    /// How many to wait for.
    private(set) var expected = 1

    /// For how many nanoseconds.
    private(set) var patience = 0

    private var loneCommits = 0

    /// Whether who brings the next row may commit it on the spot.
    var isQuiet: Bool { loneCommits >= Self.quietCommits }

    /// Takes note of a commit that succeeded.
    ///
    /// - Parameters:
    ///   - count: of rows in it.
    ///   - followers: rows that came to wait meanwhile.
    ///   - nanoseconds: that it took.
    mutating func note(count: Int, followers: Int = 0, nanoseconds: UInt64) {
        let isLone = count == 1 && followers == 0 && nanoseconds < Self.quick
        loneCommits = isLone ? min(loneCommits + 1, Self.quietCommits) : 0
        guard count >= Self.worthWaiting else {
            (expected, patience) = (1, 0)
            return
        }
        expected = count + count / 2
        patience = Int(min(nanoseconds, Self.longestPatience))
    }

    /// Takes note of a commit that failed, or could not be tried: nothing is known of the next.
    mutating func noteFailure() {
        self = BatchPace()
    }
}
