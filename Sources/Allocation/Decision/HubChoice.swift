/// Which of the linked hubs a device of a division goes to.
struct HubChoice {
    let registrationID: RegistrationID
    let division: Division
    let pinnedHub: String?

    /// One of `linkedHubs`, as it is spelled there; `nil` when none fits.
    func hub(
        among linkedHubs: [String],
        currentHub: String?,
        explainingInto steps: inout [DecisionStep]?
    ) -> String? {
        let (hub, why) = choice(among: linkedHubs, currentHub: currentHub)
        guard steps != nil else { return hub }
        for linked in linkedHubs where linked != hub {
            steps?.append(
                DecisionStep(
                    "hub \(linked)", .no, obstacle(to: linked) ?? "it fits, but another one is taken"))
        }
        steps?.append(DecisionStep("hub" + (hub.map { " " + $0 } ?? ""), hub == nil ? .no : .yes, why))
        return hub
    }

    private func choice(among linkedHubs: [String], currentHub: String?) -> (hub: String?, why: String) {
        let candidates = linkedHubs.filter { obstacle(to: $0) == nil }
        guard let first = candidates.first else {
            let sought =
                pinnedHub.map { "is \($0), to which the device is pinned" }
                ?? "fits division \(division.name)"
            return (nil, "none of \(linkedHubs.count) linked hubs \(sought)")
        }
        if pinnedHub != nil { return (first, "the device is pinned to it") }
        if let currentHub, let hub = candidates.first(where: { $0.equalsFoldingCase(currentHub) }) {
            return (hub, "the device is there already, and it fits")
        }
        if candidates.count == 1 { return (first, "the only linked hub that fits division \(division.name)") }
        let hub = RendezvousHash.hub(for: registrationID, among: candidates)
        return (hub, "chosen among \(candidates.count) that fit, by hash of the registration ID")
    }

    /// Why a linked hub cannot be the one; `nil` when it can.
    private func obstacle(to hub: String) -> String? {
        guard HostName.isValid(hub) else { return "it is not the name of a host" }
        if let pinnedHub {
            return hub.equalsFoldingCase(pinnedHub) ? nil : "the device is pinned to \(pinnedHub)"
        }
        return hub.containsFoldingCase(division.hubPattern)
            ? nil : "its name does not contain \"\(division.hubPattern)\""
    }
}
