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
