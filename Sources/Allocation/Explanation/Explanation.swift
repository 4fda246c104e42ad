/// A decision with the way that led to it, made by the very code that decides.
package struct Explanation: Sendable, Equatable {
    package let request: AllocationRequest

    /// As of when it is decided: holds run out.
    package let time: Timestamp
    package let decision: Decision

    /// What was looked at, in order.
    package let steps: [DecisionStep]

    /// Where each key of the twin comes from; none when none is sent.
    package let twinLayers: [TwinLayer]

    /// By what the device would nearly have been assigned; none when it is.
    package let nearMisses: [NearMiss]

    /// No hubs were told, so that only the division is settled, and there is no answer.
    package let endsAtDivision: Bool

    /// Decides and tells why; writes nothing.
    ///
    /// - Parameters:
    ///   - request: what is asked.
    ///   - isWithoutHubs: it is not known which hubs are linked: goes as far as the division.
    ///   - time: as of when.
    ///   - readStanding: reads the inventory for one registration ID.
    ///   - similarDevices: looks for devices that are nearly the one, when it is refused.
    /// - Throws: what the two throw, or `StoreError.inconsistent` when the inventory names a division that is not there.
    package init(
        of request: AllocationRequest, isWithoutHubs: Bool = false, at time: Timestamp,
        readingStandingBy readStanding: (RegistrationID) throws(StoreError) -> InventoryStanding,
        similarDevices: (RegistrationID) throws(StoreError) -> [SimilarDevice]
    ) throws(StoreError) {
        let request =
            isWithoutHubs
            ? AllocationRequest(
                registrationID: request.registrationID, linkedHubs: [], currentHub: request.currentHub,
                enrollment: request.enrollment, attestation: request.attestation) : request
        var steps: [DecisionStep]? = []
        var standing: InventoryStanding?
        decision = try Allocator.decide(
            request, at: time,
            readingStandingBy: { id throws(StoreError) in
                let found = try readStanding(id)
                standing = found
                return found
            }, explainingInto: &steps)
        self.request = request
        self.time = time
        self.steps = steps ?? []
        endsAtDivision = isWithoutHubs && decision.reason == .noMatchingHub
        var layers: [TwinLayer] = []
        var misses: [NearMiss] = []
        if let standing, let registrationID = request.registrationID {
            switch decision.outcome {
            case .assigned:
                let division = decision.division.flatMap(standing.policy.division)
                layers = TwinLayer.layers(template: division?.twin, own: standing.registered?.twin)
            case .rejected:
                let search = NearMissSearch(
                    of: registrationID, linkedHubs: isWithoutHubs ? nil : request.linkedHubs,
                    standing: standing, at: time)
                misses = try search.nearMisses(among: similarDevices)
            }
        }
        twinLayers = layers
        nearMisses = misses
    }
}
