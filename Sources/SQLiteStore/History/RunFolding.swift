import Allocation
import SQLite

/// Folds finished runs into the totals and the contents of runs, one after the other, on a connection outside a transaction.
final class RunFolding {
    static let rowsQuery = """
        SELECT assignment_id, \(FoldedRow.columns)
          FROM assignments
         WHERE assignment_id >= ?1 AND assignment_id <= ?2
        """

    private struct Group {
        var count: Int64 = 0
        var blocks: UInt64 = 0

        mutating func add(_ block: Int64) {
            count += 1
            blocks |= 1 << UInt64(block)
        }
    }

    private let connection: Connection
    private let runs: HistoryRuns
    /// Whether two names are the same without regard to case.
    private var comparisons: [[Int64]: Bool] = [:]

    init(on connection: Connection, runs: HistoryRuns) {
        self.connection = connection
        self.runs = runs
    }

    /// Folds the next run, if it is finished.
    ///
    /// - Returns: whether there may be another one.
    /// - Throws: `SQLiteError` when the history cannot be read or written; nothing is folded then.
    func fold(_ progress: HistoryProgress) throws -> Bool {
        let run = runs.run(of: progress.totals + 1)
        let rows = runs.rows(ofRun: run)
        guard progress.last >= rows.upperBound else { return false }
        // A finished run does not change any more, so it is read before others have to wait.
        let groups = try groups(of: rows)
        var contents = RunContents()
        for (row, group) in groups {
            contents.add(row, in: group.blocks, changesHub: try changesHub(row))
        }
        return try connection.transaction(writing: true) {
            guard
                try HistoryProgress.move(
                    "totals", from: progress.totals, to: rows.upperBound, on: connection)
            else { return false }
            try contents.insert(run: run, into: connection)
            try add(groups, to: "hourly_totals", by: "hour") { $0.hour }
            try add(groups, to: "daily_totals", by: "day") {
                SummaryQuery.Bucket.day.start(of: Timestamp(milliseconds: $0.hour)).milliseconds
            }
            return progress.last > rows.upperBound
        }
    }

    private func groups(of rows: ClosedRange<Int64>) throws -> [FoldedRow: Group] {
        var groups: [FoldedRow: Group] = [:]
        try connection.prepare(Self.rowsQuery).forEach([
            .integer(rows.lowerBound), .integer(rows.upperBound),
        ]) { row in
            let block = (row.integer(0) - rows.lowerBound) / runs.blockLength
            groups[FoldedRow(from: row, at: 1), default: Group()].add(block)
        }
        return groups
    }

    private func changesHub(_ row: FoldedRow) throws -> Bool {
        guard row.hub != 0, row.previousHub != 0, row.hub != row.previousHub else { return false }
        if let known = comparisons[[row.hub, row.previousHub]] { return known }
        let select = try connection.prepare("SELECT name FROM names WHERE name_id = ?1")
        let hub = try select.first(.integer(row.hub)) { $0.text(0) } ?? ""
        let previousHub = try select.first(.integer(row.previousHub)) { $0.text(0) } ?? ""
        let isChange = !hub.equalsFoldingCase(previousHub)
        if comparisons.count >= Self.mostComparisons { comparisons.removeAll() }
        comparisons[[row.hub, row.previousHub]] = isChange
        return isChange
    }

    private static let mostComparisons = 10_000

    private struct Total: Hashable {
        let start: Int64
        let reason: Int64
        let source: Int64
        let rule: Int64
        let division: Int64
        let hub: Int64
    }

    private func add(
        _ groups: [FoldedRow: Group], to table: String, by column: String, start: (FoldedRow) -> Int64
    ) throws {
        var totals: [Total: Int64] = [:]
        for (row, group) in groups {
            let total = Total(
                start: start(row), reason: row.reason, source: row.source, rule: row.rule,
                division: row.division, hub: row.hub)
            totals[total, default: 0] += group.count
        }
        let insert = try connection.prepare(
            """
            INSERT INTO \(table) (\(column), reason_id, source, rule_id, division_id, hub_id, decisions)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT DO UPDATE SET decisions = decisions + excluded.decisions
            """)
        for (total, count) in totals {
            try insert.run(
                .integer(total.start), .integer(total.reason), .integer(total.source), .integer(total.rule),
                .integer(total.division), .integer(total.hub), .integer(count))
        }
    }
}
