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
        if let pinnedHub {
            let hub = linkedHubs.first { $0.equalsFoldingCase(pinnedHub) }
            let found =
                hub == nil ? "the device is pinned to it, but it is not linked" : "the device is pinned to it"
            steps?.append(DecisionStep("hub \(pinnedHub)", hub == nil ? .no : .yes, found))
            return hub
        }
        let candidates = linkedHubs.filter { hub in
            let fits = hub.containsFoldingCase(division.hubPattern)
            if !fits {
                steps?.append(
                    DecisionStep("hub \(hub)", .no, "its name does not contain \"\(division.hubPattern)\""))
            }
            return fits
        }
        if let currentHub, let hub = candidates.first(where: { $0.equalsFoldingCase(currentHub) }) {
            steps?.append(DecisionStep("hub \(hub)", .yes, "the device is there already, and it fits"))
            return hub
        }
        guard candidates.count > 1 else {
            if let hub = candidates.first {
                steps?.append(
                    DecisionStep(
                        "hub \(hub)", .yes,
                        "the only linked hub whose name contains \"\(division.hubPattern)\"")
                )
            } else {
                steps?.append(
                    DecisionStep(
                        "hub", .no, "none of \(linkedHubs.count) linked hubs fits division \(division.name)")
                )
            }
            return candidates.first
        }
        let hub = RendezvousHash.hub(for: registrationID, among: candidates)
        if let hub {
            steps?.append(
                DecisionStep(
                    "hub \(hub)", .yes, "chosen among \(candidates.count) by hash of the registration ID")
            )
        }
        return hub
    }
}
