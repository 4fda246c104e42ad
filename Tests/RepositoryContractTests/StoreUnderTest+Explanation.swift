import Allocation
import Contoso
import Testing

extension StoreUnderTest {
    var explainer: Explainer {
        Explainer(inventory: decisions, devices: devices, changes: changes, history: history)
    }

    /// Decides and records, as the allocate endpoint does.
    ///
    /// - Returns: the number of the row.
    @discardableResult
    func decide(_ request: AllocationRequest, at time: Timestamp) async throws -> Int64 {
        var noSteps: [DecisionStep]?
        let decision = try Allocator.decide(
            request, at: time, readingStandingBy: decisions.standing, explainingInto: &noSteps)
        try await recorder.record(
            Assignment(
                decidedAt: time, requestID: RequestID(nanoseconds: 1, randomness: 1), request: request,
                decision: decision))
        return try #require(
            history.page(of: AssignmentQuery(AssignmentFilter(), limit: 1)).assignments.first?.id)
    }

    func explanation(of assignment: Int64, at time: Timestamp) throws -> AssignmentExplanation {
        guard case .assignment(let explanation)? = try explainer.answer(to: .assignment(assignment), at: time)
        else {
            throw StoreError.inconsistent("there is no assignment \(assignment)")
        }
        return explanation
    }
}
