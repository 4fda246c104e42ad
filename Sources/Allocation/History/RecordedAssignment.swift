/// A row read back from the history.
package struct RecordedAssignment: Sendable, Equatable {
    /// Grows with each row; the order in which decisions were committed.
    package let id: Int64
    package let decidedAt: Timestamp
    package let requestID: RequestID

    /// As received; `nil` when the request had none.
    package let registrationID: String?

    /// As received, in their order; `nil` when the request had none, or the row is older than the column.
    package let linkedHubs: [String]?
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
        id: Int64, decidedAt: Timestamp, requestID: RequestID, registrationID: String?,
        linkedHubs: [String]?, isAssigned: Bool, reason: ReasonCode, source: DecisionSource,
        policyRevision: Int64?, division: String?, hub: String?, previousHub: String?,
        enrollment: Enrollment?, attestation: Attestation?, twin: String?
    ) {
        self.id = id
        self.decidedAt = decidedAt
        self.requestID = requestID
        self.registrationID = registrationID
        self.linkedHubs = linkedHubs
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
