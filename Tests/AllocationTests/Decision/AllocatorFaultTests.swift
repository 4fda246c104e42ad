import Allocation
import Contoso
import Testing

@Suite struct AllocatorFaultTests {
    private func decide(_ id: String, by policy: Policy, device: Device? = nil) throws -> Decision {
        var steps: [DecisionStep]?
        return try Allocator.decide(
            AllocationRequest(registrationID: try RegistrationID(id), linkedHubs: Hub.both),
            at: Timestamp(milliseconds: 0),
            readingStandingBy: { _ throws(StoreError) in
                guard let device else { return InventoryStanding(policy: policy) }
                return try InventoryStanding(policy: policy, device: device, revision: 1)
            },
            explainingInto: &steps
        )
    }

    @Test func `a store that cannot answer is no decision`() throws {
        let request = AllocationRequest(registrationID: try RegistrationID("a"), linkedHubs: [])
        var steps: [DecisionStep]?
        #expect(throws: StoreError.unavailable("locked")) {
            try Allocator.decide(
                request,
                at: Timestamp(milliseconds: 0),
                readingStandingBy: { _ throws(StoreError) in throw .unavailable("locked") },
                explainingInto: &steps)
        }
    }

    @Test func `a device of a division that does not exist is no decision`() throws {
        let device = Device(registrationID: try RegistrationID("lobby-1"), division: "kettles")
        #expect(
            throws: StoreError.inconsistent("device lobby-1 names the division kettles, which does not exist")
        ) {
            try decide("lobby-1", by: .contoso, device: device)
        }
    }

    @Test func `a rule to a division that does not exist is no decision`() {
        let policy = Policy(
            revision: 1, divisions: [],
            rules: [Rule(id: 4, kind: .suffix, pattern: "-1", division: "kettles")])
        #expect(throws: StoreError.inconsistent("rule 4 names the division kettles, which does not exist")) {
            try decide("lobby-1", by: policy)
        }
    }
}
