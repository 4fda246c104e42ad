/// Looks for what a device missed when it is refused.
package struct NearMissSearch {
    /// So many similar devices are told at most.
    package static let mostDevices = 10

    private let registrationID: RegistrationID
    private let linkedHubs: [String]?
    private let standing: InventoryStanding
    private let time: Timestamp

    /// - Parameters:
    ///   - registrationID: of the device that is refused.
    ///   - linkedHubs: of its request; `nil` leaves hubs out of the matter.
    ///   - standing: what the inventory says of it.
    ///   - time: of the decision; holds run out.
    package init(
        of registrationID: RegistrationID, linkedHubs: [String]?, standing: InventoryStanding,
        at time: Timestamp
    ) {
        self.registrationID = registrationID
        self.linkedHubs = linkedHubs
        self.standing = standing
        self.time = time
    }

    /// - Parameter similarDevices: looks for devices that are nearly the one; called when it is not registered, and is refused.
    /// - Returns: the likeliest first; none when the device is not refused.
    /// - Throws: what `similarDevices` throws.
    package func nearMisses(
        among similarDevices: (RegistrationID) throws(StoreError) -> [SimilarDevice]
    ) throws(StoreError) -> [NearMiss] {
        if let device = standing.registered {
            guard !device.isBarred(at: time) else { return [Self.barred(registrationID, device)] }
            return similarHubs(for: device.division, pinnedHub: device.pinnedHub) ?? []
        }
        let rule = standing.policy.rules.first { $0.matches(registrationID) }
        guard let division = rule.flatMap({ standing.policy.division(named: $0.division) }) else {
            return try similarDevices(registrationID).map(Self.similar) + similarRules
        }
        guard let hubs = similarHubs(for: division, pinnedHub: nil) else { return [] }
        return try hubs + similarDevices(registrationID).map(Self.similar)
    }

    private static func barred(
        _ registrationID: RegistrationID, _ device: InventoryStanding.Registration
    ) -> NearMiss {
        var text = "\(registrationID) is registered, but \(device.status.rawValue)"
        if let end = device.heldUntil { text += " until \(end)" }
        if let reason = device.statusReason { text += ": \(reason)" }
        return NearMiss(.barredDevice, .device(registrationID), edits: 0, text)
    }

    private static func similar(_ similar: SimilarDevice) -> NearMiss {
        let device = similar.device.device
        return NearMiss(
            .similarDevice, .device(device.registrationID), edits: similar.edits,
            "\(device.registrationID) is registered, \(NearMiss.text(ofEdits: similar.edits)) away: "
                + "division \(device.division), \(device.status.rawValue)")
    }

    private var similarRules: [NearMiss] {
        standing.policy.rules.compactMap { rule in
            let most = min(1, Similarity.mostEdits(forLength: rule.pattern.utf8.count))
            let edits = Similarity.edits(
                from: rule.pattern, toPartOf: registrationID.folded, atMost: most,
                isAtEnd: rule.kind == .suffix)
            guard most > 0, let edits, edits > 0 else { return nil }
            let relation = rule.kind == .suffix ? "ends" : "has a part"
            return NearMiss(
                .similarRule, .rule(id: rule.id), edits: edits,
                "the ID \(relation) \(NearMiss.text(ofEdits: edits)) away from \"\(rule.pattern)\" of rule \(rule.id), "
                    + "division \(rule.division)")
        }
    }

    /// `nil` when a linked hub fits, so that nothing was missed.
    private func similarHubs(for division: Division, pinnedHub: String?) -> [NearMiss]? {
        var noSteps: [DecisionStep]?
        let choice = HubChoice(registrationID: registrationID, division: division, pinnedHub: pinnedHub)
        guard let linkedHubs,
            choice.hub(among: linkedHubs, currentHub: nil, explainingInto: &noSteps) == nil
        else { return nil }
        let wanted = pinnedHub ?? division.hubPattern
        let most = Similarity.mostEdits(forLength: wanted.utf8.count)
        guard most > 0 else { return [] }
        let found = linkedHubs.compactMap { hub -> NearMiss? in
            guard HostName.isValid(hub) else { return nil }
            let edits =
                pinnedHub == nil
                ? Similarity.edits(from: wanted, toPartOf: hub, atMost: most)
                : Similarity.edits(from: hub, to: wanted, atMost: most)
            guard let edits, edits > 0 else { return nil }
            let distance = NearMiss.text(ofEdits: edits)
            return NearMiss(
                .similarHub, .hub(hub, division: division.name), edits: edits,
                pinnedHub == nil
                    ? "the linked hub \(hub) is \(distance) away from having \"\(wanted)\" of division \(division.name)"
                    : "the linked hub \(hub) is \(distance) away from \(wanted), to which the device is pinned"
            )
        }
        return found.sorted { $0.edits < $1.edits }
    }
}

extension DeviceRepository {
    /// What a device missed that is refused, by the inventory as it is now.
    ///
    /// - Parameters:
    ///   - registrationID: of the device.
    ///   - linkedHubs: of its request; `nil` leaves hubs out of the matter.
    ///   - policy: the divisions and rules in force.
    ///   - time: now; holds run out.
    /// - Returns: the likeliest first; none when the device would not be refused.
    /// - Throws: `StoreError` when the store cannot be read.
    package func nearMisses(
        of registrationID: RegistrationID, linkedHubs: [String]?, in policy: Policy, at time: Timestamp
    ) throws(StoreError) -> [NearMiss] {
        let registered = try device(registrationID)
        let standing = try registered.map { device throws(StoreError) in
            try InventoryStanding(policy: policy, device: device.device, revision: device.revision)
        }
        return try NearMissSearch(
            of: registrationID, linkedHubs: linkedHubs,
            standing: standing ?? InventoryStanding(policy: policy), at: time
        ).nearMisses { id throws(StoreError) in
            try devices(similarTo: id, limit: NearMissSearch.mostDevices)
        }
    }
}
