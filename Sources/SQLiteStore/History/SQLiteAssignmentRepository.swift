package import Allocation
import SQLite

/// The history, read through the view `assignment_details`.
package struct SQLiteAssignmentRepository: AssignmentRepository {
    private let history: SerializedConnection

    package init(_ history: SerializedConnection) {
        self.history = history
    }

    package func page(of query: AssignmentQuery) throws(StoreError) -> AssignmentPage {
        let found = try history.read { connection in
            let before = query.after ?? .max
            guard let registrationID = query.filter.registrationID else {
                return try connection.prepare(Self.query)
                    .all(.integer(before), .integer(Int64(query.limit)), read: Self.assignment)
            }
            let selectOne = try connection.prepare(Self.queryOfOne)
            return try DeviceIndexReader(on: connection)
                .assignments(of: registrationID, before: before, limit: query.limit)
                .compactMap { try selectOne.first(.integer($0), read: Self.assignment) }
        }
        return AssignmentPage(found, next: found.count == query.limit ? found.last?.id : nil)
    }

    package func assignment(_ id: Int64) throws(StoreError) -> RecordedAssignment? {
        try history.read { connection in
            try connection.prepare(Self.queryOfOne).first(.integer(id), read: Self.assignment)
        }
    }

    package func summary(_ query: SummaryQuery) throws(StoreError) -> AssignmentSummary {
        try history.read { try SummaryReader(on: $0).summary(query) }
    }

    private static let columns = """
        assignment_id, decided_at, request_id, registration_id, outcome, reason, device_revision, rule_id, policy_revision,
        division, hub, previous_hub, enrollment_kind, enrollment, attestation, twin, linked_hubs
        """

    /// The rows before ?1, at most ?2 of them.
    static let query = """
        SELECT \(columns)
          FROM assignment_details
         WHERE assignment_id < ?1
         ORDER BY assignment_id DESC
         LIMIT ?2
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
