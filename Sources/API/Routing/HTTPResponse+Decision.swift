package import Allocation
package import HTTP

extension HTTPResponse {
    /// What DPS gets to read: an AllocationResponse, or the reason in plain text.
    package init(answering decision: Decision) {
        switch decision.outcome {
        case .assigned(let assigned):
            self.init(
                status: decision.reason.status,
                fields: [("content-type", "application/json")],
                body: assigned.responseBody)
        case .rejected(let rejection):
            self = .text(decision.reason.status, rejection.message)
        }
    }
}
