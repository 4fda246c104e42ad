import Allocation
import SQLite

/// Counts decisions, on a connection inside a transaction: by the totals where there are any, and else by the rows.
struct SummaryReader {
    /// Decisions of one piece of time that share a value.
    private struct Key: Hashable {
        /// In milliseconds.
        let time: Int64
        /// What stands for the value in the tables; 0 for none.
        let value: Int64
    }

    private let query: SummaryQuery
    private let connection: Connection
    private let progress: HistoryProgress
    private var counts: [Key: Int64] = [:]

    init(_ query: SummaryQuery, on connection: Connection) throws {
        self.query = query
        self.connection = connection
        progress = try HistoryProgress(on: connection)
    }

    mutating func summary() throws -> AssignmentSummary {
        let (since, until) = (query.since.milliseconds, query.until.milliseconds)
        guard since < until else { return AssignmentSummary([]) }
        let hours = Self.whole(.hour, since, until)
        guard query.bucket != .minute, !hours.isEmpty else {
            try countRows(since, until, in: 1...max(progress.last, 1))
            return try tally().summary
        }
        let days =
            query.bucket == .hour
            ? hours.lowerBound..<hours.lowerBound : Self.whole(.day, hours.lowerBound, hours.upperBound)
        if days.isEmpty {
            try countTotals(in: "hourly_totals", by: "hour", hours)
        } else {
            try countTotals(in: "hourly_totals", by: "hour", hours.lowerBound..<days.lowerBound)
            try countTotals(in: "daily_totals", by: "day", days)
            try countTotals(in: "hourly_totals", by: "hour", days.upperBound..<hours.upperBound)
        }
        if progress.totals > 0 {
            try countRows(since, hours.lowerBound, in: 1...progress.totals)
            try countRows(hours.upperBound, until, in: 1...progress.totals)
        }
        if progress.last > progress.totals {
            try countRows(since, until, in: progress.totals + 1...progress.last)
        }
        return try tally().summary
    }

    /// The whole pieces in a range; an empty range somewhere in it, if there are none.
    private static func whole(_ bucket: SummaryQuery.Bucket, _ since: Int64, _ until: Int64) -> Range<Int64> {
        let start = bucket.start(of: Timestamp(milliseconds: since)).milliseconds
        let first = start == since ? start : start + bucket.length
        let end = bucket.start(of: Timestamp(milliseconds: until)).milliseconds
        return first < end ? first..<end : since..<since
    }

    private mutating func countTotals(in table: String, by column: String, _ times: Range<Int64>) throws {
        guard !times.isEmpty else { return }
        try connection.prepare(Self.totalsQuery(of: table, by: column, query.dimension)).forEach([
            .integer(times.lowerBound), .integer(times.upperBound),
        ]) { row in
            counts[Key(time: row.integer(0), value: row.integer(1)), default: 0] += row.integer(2)
        }
    }

    /// Counts decisions of a range of times that are in a range of rows.
    private mutating func countRows(_ since: Int64, _ until: Int64, in rows: ClosedRange<Int64>) throws {
        let range = try TimeSearch(on: connection, progress: progress).rows(
            since: Timestamp(milliseconds: since), until: Timestamp(milliseconds: until))
        guard since < until, let found = range?.intersection(rows) else { return }
        let length = query.bucket.length
        try connection.prepare(Self.rowsQuery(by: query.dimension)).forEach([
            .integer(found.lowerBound), .integer(found.upperBound), .integer(since), .integer(until),
        ]) { row in
            let time = row.integer(0)
            // A day of 24 hours is as long as all of UTC's, before 1970 too.
            let start = time - ((time % length) + length) % length
            counts[Key(time: start, value: row.integer(1)), default: 0] += 1
        }
    }

    private func tally() throws -> AssignmentTally {
        var tally = AssignmentTally(query)
        var names: [Int64: String?] = [:]
        for (key, count) in counts {
            let name: String?
            if let known = names[key.value] {
                name = known
            } else {
                name = try self.name(of: key.value)
                names[key.value] = name
            }
            tally.add(count, of: name, at: Timestamp(milliseconds: key.time))
        }
        return tally
    }

    private func name(of value: Int64) throws -> String? {
        switch query.dimension {
        case .outcome:
            return (value == 0 ? AssignmentFilter.Outcome.rejected : .assigned).rawValue
        case .source:
            return AssignmentFilter.Source(number: value)?.rawValue
        case .rule:
            return value == 0 ? nil : String(value)
        case .reason, .division, .hub:
            return try connection.prepare("SELECT name FROM names WHERE name_id = ?1")
                .first(.integer(value)) { $0.text(0) }
        }
    }

    /// Totals from ?1 on and before ?2.
    static func totalsQuery(of table: String, by column: String, _ dimension: SummaryQuery.Dimension)
        -> String
    {
        let value =
            switch dimension {
            case .outcome: "hub_id <> 0"
            case .reason: "reason_id"
            case .source: "source"
            case .rule: "rule_id"
            case .division: "division_id"
            case .hub: "hub_id"
            }
        return """
            SELECT \(column), \(value), decisions
              FROM \(table)
             WHERE \(column) >= ?1 AND \(column) < ?2
            """
    }

    /// Rows from ?1 to ?2 that were decided from ?3 on and before ?4.
    static func rowsQuery(by dimension: SummaryQuery.Dimension) -> String {
        let value =
            switch dimension {
            case .outcome: "hub_id IS NOT NULL"
            case .reason: "reason_id"
            case .source:
                "CASE WHEN device_revision IS NOT NULL THEN 1 WHEN rule_id IS NOT NULL THEN 2 ELSE 0 END"
            case .rule: "rule_id"
            case .division: "division_id"
            case .hub: "hub_id"
            }
        return """
            SELECT decided_at, \(value)
              FROM assignments
             WHERE assignment_id >= ?1 AND assignment_id <= ?2 AND decided_at >= ?3 AND decided_at < ?4
            """
    }
}
