/// The decision itself: a pure function of the request and of what the inventory says, in the order of
/// DESIGN.md's table.
package enum Allocator {
    /// Decides where the device goes.
    ///
    /// - Parameters:
    ///   - request: what DPS asked.
    ///   - time: now; holds run out.
    ///   - readStanding: reads the inventory for one registration ID; called at most once, and not at all
    ///     when the request alone settles the matter.
    ///   - steps: `nil` on the path of a real decision; else every step is added to it, in order. The same
    ///     code decides and explains, so an explanation cannot differ from the decision.
    /// - Returns: the decision; it has yet to be recorded.
    /// - Throws: what `readStanding` throws, or `StoreError.inconsistent` when it names a division that is
    ///   not there.
    package static func decide(
        _ request: AllocationRequest,
        at time: Timestamp,
        readingStandingBy readStanding: (RegistrationID) throws(StoreError) -> InventoryStanding,
        explainingInto steps: inout [DecisionStep]?
    ) throws(StoreError) -> Decision {
        guard let registrationID = request.registrationID else {
            steps?.append(DecisionStep("request", .no, "it has no registration ID"))
            return rejection(.registrationIdMissing, "Registration ID not provided for the device.")
        }
        guard let linkedHubs = request.linkedHubs else {
            steps?.append(DecisionStep("request", .no, "it names no linked hubs"))
            return rejection(.linkedHubsMissing, "No hub group defined for the enrollment.")
        }
        steps?.append(DecisionStep("registration ID", .note, "compared as \"\(registrationID.folded)\""))
        let standing = try readStanding(registrationID)

        let division: Division
        let source: DecisionSource
        if let device = standing.registered {
            division = device.division
            source = .inventory(deviceRevision: device.revision)
            steps?.append(
                DecisionStep(
                    "inventory", .yes,
                    "registered at revision \(device.revision): division \(division.name)"))
            guard !device.isBarred(at: time) else {
                let message = "Device is disabled in the inventory."
                let told = device.statusReason.map { message + " " + $0 } ?? message
                steps?.append(
                    DecisionStep(
                        "status", .no,
                        "\(device.status.rawValue): \(device.statusReason ?? "no reason given")"))
                return rejection(.deviceDisabled, told, source, division.name, standing.policy)
            }
        } else {
            steps?.append(DecisionStep("inventory", .no, "not registered"))
            guard let rule = firstMatch(for: registrationID, in: standing.policy, explainingInto: &steps)
            else {
                return rejection(
                    .unrecognizedDevice, "Unrecognized device registration.", .none, nil, standing.policy)
            }
            guard let known = standing.policy.division(named: rule.division) else {
                throw .inconsistent(
                    "rule \(rule.id) names the division \(rule.division), which does not exist")
            }
            division = known
            source = .rule(id: rule.id)
        }

        let device = standing.registered
        let choice = HubChoice(
            registrationID: registrationID, division: division, pinnedHub: device?.pinnedHub)
        guard let hub = choice.hub(among: linkedHubs, currentHub: request.currentHub, explainingInto: &steps)
        else {
            let message = "No \(division.noun) hub found for the enrollment."
            return rejection(.noMatchingHub, message, source, division.name, standing.policy)
        }
        let twin = twin(of: device, in: division, explainingInto: &steps)
        return Decision(
            outcome: .assigned(.init(hub: hub, twin: twin, payload: device?.payload ?? division.payload)),
            reason: device == nil ? .rule : .inventory,
            source: source,
            division: division.name,
            policyRevision: standing.policy.revision
        )
    }

    private static func firstMatch(
        for registrationID: RegistrationID,
        in policy: Policy,
        explainingInto steps: inout [DecisionStep]?
    ) -> Rule? {
        for rule in policy.rules {
            let relation = rule.kind == .suffix ? "end in" : "contain"
            guard rule.matches(registrationID) else {
                steps?.append(
                    DecisionStep("rule \(rule.id)", .no, "the ID does not \(relation) \"\(rule.pattern)\""))
                continue
            }
            steps?.append(
                DecisionStep(
                    "rule \(rule.id)", .yes,
                    "\(rule.kind.rawValue) \"\(rule.pattern)\": division \(rule.division)")
            )
            return rule
        }
        if policy.rules.isEmpty { steps?.append(DecisionStep("rules", .no, "there are none")) }
        return nil
    }

    private static func twin(
        of device: InventoryStanding.Registration?,
        in division: Division,
        explainingInto steps: inout [DecisionStep]?
    ) -> TwinDocument? {
        switch (division.twin, device?.twin) {
        case (let template?, let own?):
            steps?.append(
                DecisionStep(
                    "twin", .yes, "the template of \(division.name) with the device's own twin over it"))
            return template.overlaid(by: own)
        case (nil, let own?):
            steps?.append(DecisionStep("twin", .yes, "the device's own; \(division.name) has no template"))
            return own.document
        case (_, nil):
            let origin =
                division.twinDocument == nil
                ? "none, so DPS takes the enrollment's" : "the template of \(division.name)"
            steps?.append(DecisionStep("twin", .yes, origin))
            return division.twinDocument
        }
    }

    private static func rejection(
        _ reason: ReasonCode,
        _ message: String,
        _ source: DecisionSource = .none,
        _ division: String? = nil,
        _ policy: Policy? = nil
    ) -> Decision {
        Decision(
            outcome: .rejected(.init(message: message)),
            reason: reason,
            source: source,
            division: division,
            policyRevision: policy?.revision
        )
    }
}
