package import Allocation

extension InMemoryStore: AssignmentRecorder {
    package func record(_ assignment: Assignment, holdingThread: Bool) async throws(StoreError) {
        try withContents { contents in
            let id = Int64(contents.assignments.count + 1)
            contents.assignments.append(RecordedAssignment(assignment, id: id))
        }
    }

    package func checkWritable() async throws(StoreError) {
        try withContents { _ in }
    }
}

extension InMemoryStore: AssignmentRepository {
    package func assignments(matching filter: AssignmentFilter) throws(StoreError) -> [RecordedAssignment] {
        try withContents { contents in
            let matching = contents.assignments.reversed().filter { row in
                row.id < filter.before ?? .max
                    && (filter.registrationID.map {
                        row.registrationID?.equalsFoldingCase($0.folded) ?? false
                    } ?? true)
            }
            return Array(matching.prefix(filter.limit))
        }
    }
}

extension RecordedAssignment {
    /// The row that a decision leaves.
    fileprivate init(_ assignment: Assignment, id: Int64) {
        var assigned: Decision.Assignment?
        if case .assigned(let outcome) = assignment.decision.outcome { assigned = outcome }
        self.init(
            id: id,
            decidedAt: assignment.decidedAt,
            requestID: assignment.requestID,
            registrationID: assignment.request.registrationID?.text,
            isAssigned: assigned != nil,
            reason: assignment.decision.reason,
            source: assignment.decision.source,
            policyRevision: assignment.decision.policyRevision,
            division: assignment.decision.division,
            hub: assigned?.hub,
            previousHub: assignment.request.currentHub,
            enrollment: assignment.request.enrollment,
            attestation: assignment.request.attestation,
            twin: (assigned?.twin).map { String(decoding: $0.json, as: UTF8.self) }
        )
    }
}
