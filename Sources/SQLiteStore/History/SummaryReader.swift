import Allocation
import SQLite

/// Counts decisions, on a connection inside a transaction.
struct SummaryReader {
    private let connection: Connection

    init(on connection: Connection) {
        self.connection = connection
    }

    func summary(_ query: SummaryQuery) throws -> AssignmentSummary {
        var tally = AssignmentTally(query)
        try connection.prepare(Self.rowsQuery(by: query.dimension)).forEach([
            .integer(query.since.milliseconds), .integer(query.until.milliseconds),
            .integer(query.bucket.length),
        ]) { row in
            tally.add(
                row.integer(2), of: row.optionalText(1), at: Timestamp(milliseconds: row.integer(0)))
        }
        return tally.summary
    }

    /// Rows decided from ?1 on and before ?2, counted in pieces of ?3 milliseconds.
    static func rowsQuery(by dimension: SummaryQuery.Dimension) -> String {
        """
        SELECT decided_at - (decided_at % ?3 + ?3) % ?3 AS start, \(value(of: dimension)) AS value, count(*)
          FROM assignments
         WHERE decided_at >= ?1 AND decided_at < ?2
         GROUP BY start, value
        """
    }

    private static func value(of dimension: SummaryQuery.Dimension) -> String {
        switch dimension {
        case .outcome: "iif(hub_id IS NULL, 'rejected', 'assigned')"
        case .reason: "(SELECT name FROM names WHERE name_id = reason_id)"
        case .source:
            "CASE WHEN device_revision IS NOT NULL THEN 'inventory' WHEN rule_id IS NOT NULL THEN 'rule' ELSE 'none' END"
        case .rule: "rule_id"
        case .division: "(SELECT name FROM names WHERE name_id = division_id)"
        case .hub: "(SELECT name FROM names WHERE name_id = hub_id)"
        }
    }
}
