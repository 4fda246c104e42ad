import Allocation
import Contoso

extension Assignment {
    /// What Contoso's rules say of a device that is not registered.
    static func decided(for id: String) throws -> Assignment {
        var steps: [DecisionStep]?
        let request = AllocationRequest(registrationID: try RegistrationID(id), linkedHubs: Hub.both)
        let decision = try Allocator.decide(
            request,
            at: Timestamp(milliseconds: 0),
            readingStandingBy: { _ in InventoryStanding(policy: .contoso, registered: nil) },
            explainingInto: &steps)
        return Assignment(
            decidedAt: Timestamp(milliseconds: 0), requestID: RequestID(high: 1, low: 2), request: request,
            decision: decision)
    }
}
