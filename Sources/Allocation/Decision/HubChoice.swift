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
        let candidates = linkedHubs.filter { obstacle(to: $0) == nil }
        let (hub, ground) = choice(among: candidates, currentHub: currentHub)
        guard steps != nil else { return hub }
        for linked in linkedHubs where linked != hub {
            let why = obstacle(to: linked).map(text) ?? "it fits, but another one is taken"
            steps?.append(DecisionStep("hub \(linked)", .no, why))
        }
        steps?.append(
            DecisionStep(
                "hub" + (hub.map { " " + $0 } ?? ""), hub == nil ? .no : .yes,
                text(of: ground, candidates: candidates.count, linkedHubs: linkedHubs.count)))
        return hub
    }

    /// Why a linked hub cannot be the one.
    private enum Obstacle {
        case noHostName
        case otherThanPinned(String)
        case otherDivisions
    }

    /// What settled the choice. Words are made of it only for people who ask.
    private enum Ground {
        case nothingFits
        case pinned
        case stays
        case onlyOne
        case hash
    }

    private func choice(among candidates: [String], currentHub: String?) -> (hub: String?, ground: Ground) {
        guard let first = candidates.first else { return (nil, .nothingFits) }
        if pinnedHub != nil { return (first, .pinned) }
        if let currentHub, let hub = candidates.first(where: { $0.equalsFoldingCase(currentHub) }) {
            return (hub, .stays)
        }
        if candidates.count == 1 { return (first, .onlyOne) }
        return (RendezvousHash.hub(for: registrationID, among: candidates), .hash)
    }

    /// `nil` when the hub can be the one.
    private func obstacle(to hub: String) -> Obstacle? {
        guard HostName.isValid(hub) else { return .noHostName }
        if let pinnedHub { return hub.equalsFoldingCase(pinnedHub) ? nil : .otherThanPinned(pinnedHub) }
        return hub.containsFoldingCase(division.hubPattern) ? nil : .otherDivisions
    }

    private func text(_ obstacle: Obstacle) -> String {
        switch obstacle {
        case .noHostName: "it is not the name of a host"
        case .otherThanPinned(let pinned): "the device is pinned to \(pinned)"
        case .otherDivisions: "its name does not contain \"\(division.hubPattern)\""
        }
    }

    private func text(of ground: Ground, candidates: Int, linkedHubs: Int) -> String {
        switch ground {
        case .nothingFits:
            pinnedHub.map { "none of \(linkedHubs) linked hubs is \($0), to which the device is pinned" }
                ?? "none of \(linkedHubs) linked hubs fits division \(division.name)"
        case .pinned: "the device is pinned to it"
        case .stays: "the device is there already, and it fits"
        case .onlyOne: "the only linked hub that fits division \(division.name)"
        case .hash: "chosen among \(candidates) that fit, by hash of the registration ID"
        }
    }
}
