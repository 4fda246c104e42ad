import Allocation
import SQLite

/// Finds the rows of a time by halving, for times never go backwards from one row to the next. On a connection inside a transaction.
struct TimeSearch {
    /// The first row from ?1 to ?2.
    static let query = """
        SELECT assignment_id, decided_at
          FROM assignments
         WHERE assignment_id >= ?1 AND assignment_id <= ?2
         ORDER BY assignment_id
         LIMIT 1
        """

    /// In rows that are older than the order of times, one may be so much earlier than one before it, in milliseconds: they
    /// were dated before they waited to be committed.
    private static let disorder: Int64 = 60_000

    private let select: Statement
    private let progress: HistoryProgress

    init(on connection: Connection, progress: HistoryProgress) throws {
        select = try connection.prepare(Self.query)
        self.progress = progress
    }

    /// The rows among which all are that were decided in a range of times; in the oldest part of the history, also others.
    ///
    /// - Parameters:
    ///   - since: decided then or later; `nil` for no bound.
    ///   - until: decided before then; `nil` for no bound.
    /// - Returns: `nil` when there are none.
    /// - Throws: `SQLiteError` when the rows cannot be read.
    func rows(since: Timestamp?, until: Timestamp?) throws -> ClosedRange<Int64>? {
        let first = try since.map { try self.first(since: $0.milliseconds, margin: -Self.disorder) } ?? 1
        let end =
            try until.map { try self.first(since: $0.milliseconds, margin: Self.disorder) } ?? progress.last
            + 1
        return ClosedRange(from: first, through: end - 1)
    }

    /// The first row that was decided then or later, the one behind the last if there is none; with the margin where times are out of order.
    private func first(since time: Int64, margin: Int64) throws -> Int64 {
        let ordered = try self.first(since: time, in: progress.disorder + 1, progress.last + 1)
        guard ordered == progress.disorder + 1 else { return ordered }
        return try self.first(since: time + margin, in: 1, ordered)
    }

    private func first(since time: Int64, in start: Int64, _ end: Int64) throws -> Int64 {
        var (low, high) = (start, max(start, end))
        while low < high {
            let middle = low + (high - low) / 2
            let row = try select.first(.integer(middle), .integer(high - 1)) {
                ($0.integer(0), $0.integer(1))
            }
            if let (id, decidedAt) = row, decidedAt < time {
                low = id + 1
            } else {
                high = middle
            }
        }
        return low
    }
}
