package import Allocation
import SQLite

/// The history, read through the view `assignment_details`.
package struct SQLiteAssignmentRepository: AssignmentRepository {
    private let history: SerializedConnection
    private let runs: HistoryRuns
    private let rowsInPage: Int64

    /// - Parameters:
    ///   - history: which is read.
    ///   - runs: as the history is written with.
    ///   - rowsInPage: how many are looked at for one page, about.
    package init(
        _ history: SerializedConnection, runs: HistoryRuns = .standard, rowsInPage: Int64 = 200_000
    ) {
        self.history = history
        self.runs = runs
        self.rowsInPage = rowsInPage
    }

    package func page(of query: AssignmentQuery) throws(StoreError) -> AssignmentPage {
        try history.read { connection in
            let found = try AssignmentSearch(query, on: connection, runs: runs, mostRows: rowsInPage).page()
            let select = try connection.prepare(Self.queryOfOne)
            return AssignmentPage(
                try found.ids.compactMap { try select.first(.integer($0), read: Self.assignment) },
                next: found.next)
        }
    }

    package func assignment(_ id: Int64) throws(StoreError) -> RecordedAssignment? {
        try history.read { connection in
            try connection.prepare(Self.queryOfOne).first(.integer(id), read: Self.assignment)
        }
    }

    package func summary(_ query: SummaryQuery) throws(StoreError) -> AssignmentSummary {
        try history.read { connection in
            var reader = try SummaryReader(query, on: connection)
            return try reader.summary()
        }
    }

    private static let columns = """
        assignment_id, decided_at, request_id, registration_id, outcome, reason, device_revision, rule_id, policy_revision,
        division, hub, previous_hub, enrollment_kind, enrollment, attestation, twin, linked_hubs
        """

    static let queryOfOne = "SELECT \(columns) FROM assignment_details WHERE assignment_id = ?1"

    private static func assignment(from row: Row) throws -> RecordedAssignment {
        let id = row.integer(0)
        guard let requestID = RequestID(bytes: row.blob(2)), let reason = ReasonCode(rawValue: row.text(5))
        else {
            throw StoreError.inconsistent("assignment \(id) has the reason \(row.text(5))")
        }
        let source: DecisionSource =
            if let revision = row.optionalInteger(6) {
                .inventory(deviceRevision: revision)
            } else if let rule = row.optionalInteger(7) {
                .rule(id: rule)
            } else {
                .none
            }
        return RecordedAssignment(
            id: id,
            decidedAt: Timestamp(milliseconds: row.integer(1)),
            requestID: requestID,
            registrationID: row.optionalText(3),
            linkedHubs: try row.optionalText(16).map(linkedHubs),
            isAssigned: row.text(4) == "assigned",
            reason: reason,
            source: source,
            policyRevision: row.optionalInteger(8),
            division: row.optionalText(9),
            hub: row.optionalText(10),
            previousHub: row.optionalText(11),
            enrollment: row.optionalText(12).flatMap(Enrollment.Kind.init(rawValue:)).map { kind in
                Enrollment(kind: kind, id: row.text(13))
            },
            attestation: row.optionalText(14).flatMap(Attestation.init(rawValue:)),
            twin: row.optionalText(15)
        )
    }

    private static func linkedHubs(from text: String) throws -> [String] {
        guard let hubs = try JSONValue(parsing: text).array else {
            throw StoreError.inconsistent("a list of linked hubs is \(text)")
        }
        return hubs.compactMap(\.string)
    }
}
