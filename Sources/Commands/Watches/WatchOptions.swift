import API
import Allocation
import CommandLineInterface
import SQLiteStore

/// The options by which commands ask watches.
enum WatchOptions {
    /// How long a watch may look, in nanoseconds.
    private static let longestTime: UInt64 = 60_000_000_000

    static let thresholds: [CommandSpecification.Option] = [
        .init(
            name: "--days", value: "N",
            help: "Registered so many days ago, or changed within as many (default: 30)"),
        .init(
            name: "--per-hour", value: "N", help: "How many registrations an hour are usual (default: 10)"),
    ]

    /// - Throws: `UsageError` for a number that is none.
    static func query(of watch: Watch, from arguments: Arguments) throws(UsageError) -> WatchQuery {
        var query = WatchQuery(watch)
        query.days = try arguments.integer("--days", in: 1...3_650, default: query.days)
        query.perHour = try arguments.integer("--per-hour", in: 1...1_000_000, default: query.perHour)
        return query
    }

    /// Has a watch look.
    ///
    /// - Throws: `StoreError` when a store cannot be read.
    static func report(
        _ query: WatchQuery, by watches: Watches, in terminal: Terminal
    ) throws(StoreError) -> WatchReport {
        let surroundings = terminal.surroundings
        let end = surroundings.monotonicNanoseconds() + longestTime
        return try watches.report(
            query, at: surroundings.now,
            within: WatchBudget { surroundings.monotonicNanoseconds() >= end })
    }
}
