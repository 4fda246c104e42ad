/// A decision as the history keeps it: who asked for what, when, and what came of it.
package struct Assignment: Sendable, Equatable {
    package let decidedAt: Timestamp
    package let requestID: RequestID
    package let request: AllocationRequest
    package let decision: Decision

    package init(decidedAt: Timestamp, requestID: RequestID, request: AllocationRequest, decision: Decision) {
        self.decidedAt = decidedAt
        self.requestID = requestID
        self.request = request
        self.decision = decision
    }
}

/// A row read back from the history.
package struct RecordedAssignment: Sendable, Equatable {
    /// Grows with each row; the order in which decisions were committed.
    package let id: Int64
    package let decidedAt: Timestamp
    package let requestID: RequestID

    /// As received; `nil` when the request had none.
    package let registrationID: String?
    package let isAssigned: Bool
    package let reason: ReasonCode
    package let source: DecisionSource
    package let policyRevision: Int64?
    package let division: String?
    package let hub: String?
    package let previousHub: String?
    package let enrollment: Enrollment?
    package let attestation: Attestation?

    /// The twin that was sent, as compact JSON.
    package let twin: String?

    package init(
        id: Int64, decidedAt: Timestamp, requestID: RequestID, registrationID: String?, isAssigned: Bool,
        reason: ReasonCode,
        source: DecisionSource, policyRevision: Int64?, division: String?, hub: String?, previousHub: String?,
        enrollment: Enrollment?, attestation: Attestation?, twin: String?
    ) {
        self.id = id
        self.decidedAt = decidedAt
        self.requestID = requestID
        self.registrationID = registrationID
        self.isAssigned = isAssigned
        self.reason = reason
        self.source = source
        self.policyRevision = policyRevision
        self.division = division
        self.hub = hub
        self.previousHub = previousHub
        self.enrollment = enrollment
        self.attestation = attestation
        self.twin = twin
    }
}

/// Which rows of the history to read: the newest first.
package struct AssignmentFilter: Sendable, Equatable {
    /// Only the rows of this device.
    package var registrationID: RegistrationID?

    /// Only rows older than this one; the next page starts after the last row of this one.
    package var before: Int64?

    /// How many at most.
    package var limit: Int

    package init(registrationID: RegistrationID? = nil, before: Int64? = nil, limit: Int = 50) {
        self.registrationID = registrationID
        self.before = before
        self.limit = limit
    }
}
