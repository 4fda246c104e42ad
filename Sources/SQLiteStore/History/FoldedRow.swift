import Allocation
import SQLite

/// What is counted of a row, and told of the run that it is in: numbers of names and of a rule, 0 for none.
struct FoldedRow: Hashable {
    /// When its hour begins, in milliseconds.
    let hour: Int64
    let reason: Int64
    let source: Int64
    let rule: Int64
    let division: Int64
    let hub: Int64
    let previousHub: Int64
    let enrollment: Int64
    let attestation: Int64

    static let columns = """
        decided_at, reason_id, device_revision IS NOT NULL, rule_id, division_id, hub_id, previous_hub_id, enrollment_id, attestation_id
        """

    /// - Parameters:
    ///   - row: of a statement.
    ///   - column: the first of `columns`.
    init(from row: Row, at column: Int32) {
        hour = SummaryQuery.Bucket.hour.start(of: Timestamp(milliseconds: row.integer(column))).milliseconds
        reason = row.integer(column + 1)
        rule = row.integer(column + 3)
        let source: AssignmentFilter.Source =
            row.integer(column + 2) != 0 ? .inventory : rule != 0 ? .rule : .none
        self.source = source.number
        division = row.integer(column + 4)
        hub = row.integer(column + 5)
        previousHub = row.integer(column + 6)
        enrollment = row.integer(column + 7)
        attestation = row.integer(column + 8)
    }
}

extension AssignmentFilter.Source {
    /// What stands for it in totals and in the contents of runs.
    var number: Int64 {
        switch self {
        case .none: 0
        case .inventory: 1
        case .rule: 2
        }
    }

    init?(number: Int64) {
        guard let source = Self.allCases.first(where: { $0.number == number }) else { return nil }
        self = source
    }
}
