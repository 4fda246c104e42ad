/// What a watch is to look for.
package struct WatchQuery: Sendable, Equatable {
    /// So many of what is looked through stays in memory.
    package static let mostFindings = 1_000

    package var watch: Watch

    /// How many days must have passed, or are looked back, from 1.
    package var days: Int

    /// How many registrations an hour are usual, from 1.
    package var perHour: Int

    /// Where the page before ended, for those that have pages.
    package var after: String?

    /// How many findings are told at most, from 1.
    package var limit: Int

    /// Whether all are counted that are found; of those with pages it costs as much as all pages.
    package var countsAll: Bool

    package init(
        _ watch: Watch, days: Int = 30, perHour: Int = 10, after: String? = nil, limit: Int = 100,
        countsAll: Bool = false
    ) {
        self.watch = watch
        self.days = days
        self.perHour = perHour
        self.after = after
        self.limit = limit
        self.countsAll = countsAll
    }

    /// The beginning of the days that are looked back.
    func start(before now: Timestamp) -> Timestamp {
        Timestamp(milliseconds: now.milliseconds - Int64(days) * 86_400_000)
    }
}

/// How much a watch may look at: what it has not seen then is told as missing.
package struct WatchBudget: Sendable {
    /// Rows of a table, for each of the tables that are looked through.
    package let rows: Int

    /// Whether the time is over.
    package let isSpent: @Sendable () -> Bool

    package init(rows: Int = 1_000_000, isSpent: @escaping @Sendable () -> Bool) {
        self.rows = rows
        self.isSpent = isSpent
    }
}
