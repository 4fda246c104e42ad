package import Allocation

extension InMemoryStore: AssignmentRecorder {
    package func record(_ assignment: Assignment, holdingThread: Bool) async throws(StoreError) {
        try withContents { contents in
            let id = Int64(contents.assignments.count + 1)
            let row = RecordedAssignment(assignment, id: id, notBefore: contents.assignments.last?.decidedAt)
            contents.assignments.append(row)
        }
    }

    package func checkWritable() async throws(StoreError) {
        try withContents { _ in }
    }

    // Whoever records does it themselves, so nobody waits.
    package var backlog: RecordingBacklog { RecordingBacklog(waiting: 0, capacity: 1) }
}

extension InMemoryStore: AssignmentRepository {
    package func page(of query: AssignmentQuery) throws(StoreError) -> AssignmentPage {
        try withContents { contents in
            // Looked at one by one, and no further than the page and the row that shows that there is another one.
            let page = Self.rows(of: query, in: contents.assignments, atMost: query.limit + 1)
            let found = Array(page.prefix(query.limit))
            return AssignmentPage(found, next: page.count > found.count ? found.last?.id : nil)
        }
    }

    private static func rows(
        of query: AssignmentQuery, in rows: [RecordedAssignment], atMost count: Int
    ) -> [RecordedAssignment] {
        var found: [RecordedAssignment] = []
        let step = query.isOldestFirst ? 1 : -1
        var index = query.isOldestFirst ? 0 : rows.count - 1
        while rows.indices.contains(index), found.count < count {
            let row = rows[index]
            let isBehind = query.after.map { query.isOldestFirst ? row.id > $0 : row.id < $0 } ?? true
            if isBehind, query.filter.matches(row) { found.append(row) }
            index += step
        }
        return found
    }

    package func assignment(_ id: Int64) throws(StoreError) -> RecordedAssignment? {
        try withContents { contents in contents.assignments.first { $0.id == id } }
    }

    package func summary(_ query: SummaryQuery) throws(StoreError) -> AssignmentSummary {
        try withContents { contents in
            var tally = AssignmentTally(query)
            for row in contents.assignments where row.decidedAt >= query.since && row.decidedAt < query.until
            {
                tally.add(of: query.dimension.value(of: row), at: row.decidedAt)
            }
            return tally.summary
        }
    }
}

extension RecordedAssignment {
    /// The row that a decision leaves.
    fileprivate init(_ assignment: Assignment, id: Int64, notBefore last: Timestamp?) {
        var assigned: Decision.Assignment?
        if case .assigned(let outcome) = assignment.decision.outcome { assigned = outcome }
        self.init(
            id: id,
            decidedAt: max(assignment.decidedAt, last ?? assignment.decidedAt),
            requestID: assignment.requestID,
            registrationID: assignment.request.registrationID?.text,
            linkedHubs: assignment.request.linkedHubs,
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
