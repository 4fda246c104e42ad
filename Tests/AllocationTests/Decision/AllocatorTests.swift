import Allocation
import Contoso
import Testing

@Suite struct AllocatorTests {
    /// The decision on a row, and its explanation if that is asked for.
    private func decision(on row: DecisionTable.Row, explained: Bool) throws -> (
        decision: Decision, steps: [DecisionStep]?
    ) {
        let request = AllocationRequest(
            registrationID: try row.id.map { id throws(RegistrationIDError) in try RegistrationID(id) },
            linkedHubs: row.hubs,
            currentHub: row.currentHub
        )
        var steps: [DecisionStep]? = explained ? [] : nil
        var reads = 0
        let decision = try Allocator.decide(
            request,
            at: Timestamp(milliseconds: 0),
            readingStandingBy: { _ throws(StoreError) in
                reads += 1
                guard let device = row.device else { return InventoryStanding(policy: row.policy) }
                return try InventoryStanding(policy: row.policy, device: device, revision: 3)
            },
            explainingInto: &steps
        )
        #expect(reads == (row.isSettledByRequest ? 0 : 1))
        return (decision, steps)
    }

    @Test(arguments: DecisionTable.rows)
    func `each row of the table is decided as it says`(row: DecisionTable.Row) throws {
        let (decision, _) = try decision(on: row, explained: false)
        #expect(decision.reason == row.reason)
        #expect(decision.source == row.source)
        #expect(decision.division == row.division)
        #expect(decision.policyRevision == (row.isSettledByRequest ? nil : row.policy.revision))
        switch decision.outcome {
        case .assigned(let assignment): #expect(assignment.hub == row.answer)
        case .rejected(let rejection): #expect(rejection.message == row.answer)
        }
        if case .assigned(let assignment) = decision.outcome {
            #expect(row.hubs?.contains(assignment.hub) == true)
        }
    }

    @Test(arguments: DecisionTable.rows)
    func `an explanation comes to the same decision and says what settled it`(row: DecisionTable.Row) throws {
        let plain = try decision(on: row, explained: false)
        let explained = try decision(on: row, explained: true)
        #expect(plain.steps == nil)
        #expect(explained.decision == plain.decision)
        let steps = try #require(explained.steps)
        let positive = steps.filter { $0.verdict == .yes }.map(\.subject)
        switch explained.decision.outcome {
        case .assigned(let assignment):
            #expect(positive.contains { $0.equalsFoldingCase("hub \(assignment.hub)") })
            #expect(positive.last == "twin")
        case .rejected:
            #expect(steps.last?.verdict == .no)
        }
        switch explained.decision.source {
        case .inventory: #expect(positive.contains("inventory"))
        case .rule(let id): #expect(positive.contains("rule \(id)"))
        case .none: #expect(!positive.contains { $0.hasPrefix("rule") || $0 == "inventory" })
        }
    }

    @Test func `what the request alone settles is settled without the inventory`() throws {
        for row in DecisionTable.rows {
            let request = AllocationRequest(
                registrationID: try row.id.map { id throws(RegistrationIDError) in try RegistrationID(id) },
                linkedHubs: row.hubs)
            var noSteps: [DecisionStep]?
            let unreadable = StoreError.unavailable("not to be read")
            if row.isSettledByRequest {
                let settled = try Allocator.decide(
                    request, at: Timestamp(milliseconds: 0),
                    readingStandingBy: { _ throws(StoreError) in throw unreadable },
                    explainingInto: &noSteps)
                #expect(try settled == decision(on: row, explained: false).decision)
            } else {
                #expect(throws: unreadable) {
                    try Allocator.decide(
                        request, at: Timestamp(milliseconds: 0),
                        readingStandingBy: { _ throws(StoreError) in throw unreadable },
                        explainingInto: &noSteps)
                }
            }
        }
    }
}
