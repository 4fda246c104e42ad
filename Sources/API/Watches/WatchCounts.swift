package import Allocation
import Synchronization

/// What the watches counted last, kept so that nobody who asks for the metrics waits for a count.
package final class WatchCounts: Sendable {
    /// How long one watch may look, in nanoseconds.
    private static let longestTime: UInt64 = 20_000_000_000

    /// What one watch counted.
    struct Entry: Sendable {
        let count: Int64
        let isComplete: Bool
        let time: Timestamp
    }

    private let entries = Mutex<[Watch: Entry]>([:])
    private let isStopping = Atomic<Bool>(false)

    package init() {}

    /// Lets each watch count, with the thresholds that hold when none are given.
    ///
    /// - Parameters:
    ///   - watches: that look.
    ///   - surroundings: the clocks.
    /// - Throws: `StoreError.unavailable` when a store cannot be read; what was counted before stays.
    package func refresh(by watches: Watches, in surroundings: Surroundings) throws(StoreError) {
        for watch in Watch.allCases {
            let end = surroundings.monotonicNanoseconds() + Self.longestTime
            let now = surroundings.now
            let report = try watches.report(
                WatchQuery(watch, limit: 1, countsAll: true), at: now,
                within: WatchBudget { [self] in
                    isStopping.load(ordering: .relaxed) || surroundings.monotonicNanoseconds() >= end
                })
            guard !isStopping.load(ordering: .relaxed) else { return }
            let entry = Entry(count: report.count ?? 0, isComplete: report.isComplete, time: now)
            entries.withLock { $0[watch] = entry }
        }
    }

    /// Lets a refresh that is under way come to its end.
    package func stop() {
        isStopping.store(true, ordering: .relaxed)
    }

    /// `nil` for a watch that has not counted yet.
    func entry(of watch: Watch) -> Entry? {
        entries.withLock { $0[watch] }
    }

    /// In Prometheus' text format; none before the first count.
    var metricLines: [String] {
        let known = Watch.allCases.compactMap { watch in entry(of: watch).map { (watch, $0) } }
        guard !known.isEmpty else { return [] }
        return [
            "# HELP dps_allocator_watch_findings What each watch found when it counted last.",
            "# TYPE dps_allocator_watch_findings gauge",
        ]
            + known.map { "dps_allocator_watch_findings{watch=\"\($0.rawValue)\"} \($1.count)" }
            + [
                "# HELP dps_allocator_watch_complete Whether the watch looked at everything; else there may be more.",
                "# TYPE dps_allocator_watch_complete gauge",
            ]
            + known.map { "dps_allocator_watch_complete{watch=\"\($0.rawValue)\"} \($1.isComplete ? 1 : 0)" }
    }
}
