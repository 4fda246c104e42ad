/// Why a decision of the history was made, and what would be decided now.
package struct AssignmentExplanation: Sendable {
    /// So many changes since are told; all are counted.
    package static let mostChanges = 200

    package let recorded: RecordedAssignment

    /// The decision made again with the policy and the device as they were, from the change log, and the request as the
    /// history has it; `nil` when they cannot be rebuilt.
    package let then: Explanation?

    /// Where what was decided again differs from what was recorded; `nil` when it cannot be said whether it does.
    package let mismatches: [JSONDifference]?

    /// Why what was rebuilt is not what there was, or may not be.
    package let doubts: [String]

    /// The same request, decided now.
    package let now: Explanation

    /// Where the decision now differs from the one then; from what was recorded where there is none.
    package let differences: [JSONDifference]

    /// Changes since of the device, and of any division or rule, the oldest first; at most `mostChanges` of them.
    package let changes: [ChangeOutline]
    package let changeCount: Int

    /// Whether the decision made again comes to the recorded one; `nil` when that cannot be said.
    package var isReproduced: Bool? { mismatches.map(\.isEmpty) }

    /// - Parameters:
    ///   - recorded: the row.
    ///   - time: now.
    ///   - explainer: what it is told from.
    /// - Throws: `StoreError` when a store cannot be read.
    init(of recorded: RecordedAssignment, at time: Timestamp, by explainer: Explainer) throws(StoreError) {
        self.recorded = recorded
        let request: AllocationRequest
        do throws(RegistrationIDError) {
            request = try AllocationRequest(
                registrationID: recorded.registrationID.map { text throws(RegistrationIDError) in
                    try RegistrationID(text)
                },
                linkedHubs: recorded.linkedHubs, currentHub: recorded.previousHub,
                enrollment: recorded.enrollment, attestation: recorded.attestation)
        } catch {
            throw .inconsistent("assignment \(recorded.id) has a registration ID that is none: \(error)")
        }
        let isSettledByRequest =
            request.registrationID == nil
            || recorded.reason == .linkedHubsMissing && request.linkedHubs == nil
        let isWithoutHubs = request.linkedHubs == nil && !isSettledByRequest
        now = try explainer.explanation(of: request, isWithoutHubs: isWithoutHubs, at: time)
        var past: FormerStanding?
        if !isSettledByRequest, let registrationID = request.registrationID {
            past = try FormerStanding(
                of: recorded, registrationID, from: explainer.presentPolicy(for: registrationID),
                by: explainer.changes, and: explainer.devices)
        }
        changes = Array((past?.changesSince ?? []).prefix(Self.mostChanges))
        changeCount = past?.changesSince.count ?? 0
        var doubts = past?.doubts ?? []
        do throws(StoreError) {
            then =
                isSettledByRequest || past?.standing != nil
                ? try Self.again(request, isWithoutHubs, at: recorded.decidedAt, past?.standing) : nil
        } catch {
            doubts.append("what was rebuilt does not fit together: \(error)")
            then = nil
        }
        if then?.endsAtDivision == true {
            doubts.append("the row is older than the keeping of linked hubs: no hub can be chosen again")
        }
        self.doubts = doubts
        mismatches = then.flatMap { Self.mismatches(from: recorded, to: $0) }
        differences = Self.differences(from: then, or: recorded, to: now)
    }

    /// Decides again. Devices that are similar now need not have been there.
    private static func again(
        _ request: AllocationRequest, _ isWithoutHubs: Bool, at time: Timestamp,
        _ standing: InventoryStanding?
    ) throws(StoreError) -> Explanation {
        try Explanation(
            of: request, isWithoutHubs: isWithoutHubs, at: time,
            readingStandingBy: { _ throws(StoreError) in
                guard let standing else { throw .inconsistent("there is no inventory to be read") }
                return standing
            }, similarDevices: { _ in [] })
    }

    /// What is known of a decision without hubs.
    private static let upToDivision: Set = ["source", "deviceRevision", "ruleId", "division"]

    private static func mismatches(
        from recorded: RecordedAssignment, to then: Explanation
    ) -> [JSONDifference]? {
        let found = difference(
            DecisionOutline.outline(of: recorded), DecisionOutline.outline(of: then.decision, isWhole: false),
            isUpToDivision: then.endsAtDivision)
        return then.endsAtDivision && found.isEmpty ? nil : found
    }

    private static func differences(
        from then: Explanation?, or recorded: RecordedAssignment, to now: Explanation
    ) -> [JSONDifference] {
        let former =
            then.map { DecisionOutline.outline(of: $0.decision, isWhole: true) }
            ?? DecisionOutline.outline(of: recorded)
        return difference(
            former, DecisionOutline.outline(of: now.decision, isWhole: then != nil),
            isUpToDivision: now.endsAtDivision || then?.endsAtDivision == true)
    }

    private static func difference(
        _ one: JSONObject, _ other: JSONObject, isUpToDivision: Bool
    ) -> [JSONDifference] {
        var (one, other) = (one, other)
        if isUpToDivision {
            one.removeMembers { !upToDivision.contains($0.name) }
            other.removeMembers { !upToDivision.contains($0.name) }
        }
        return JSONValue.object(one).differences(to: .object(other))
    }
}
