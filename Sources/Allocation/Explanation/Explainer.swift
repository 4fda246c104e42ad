/// Tells why: what would be decided now, and what was decided then. It reads, and writes nothing.
package struct Explainer: Sendable {
    let inventory: any DecisionInventory
    let devices: any DeviceRepository
    let changes: any ChangeRepository
    let history: any AssignmentRepository

    package init(
        inventory: any DecisionInventory, devices: any DeviceRepository, changes: any ChangeRepository,
        history: any AssignmentRepository
    ) {
        self.inventory = inventory
        self.devices = devices
        self.changes = changes
        self.history = history
    }

    /// What is told about something that is asked.
    package enum Answer: Sendable {
        /// A device or a request.
        case now(Explanation)
        /// A row of the history.
        case assignment(AssignmentExplanation)
    }

    /// - Returns: `nil` when there is no such row of the history.
    /// - Throws: `StoreError` when a store cannot be read.
    package func answer(to question: ExplanationQuestion, at time: Timestamp) throws(StoreError) -> Answer? {
        switch question {
        case .request(let request, let isWithoutHubs):
            return .now(try explanation(of: request, isWithoutHubs: isWithoutHubs, at: time))
        case .assignment(let id):
            guard let recorded = try history.assignment(id) else { return nil }
            return .assignment(try AssignmentExplanation(of: recorded, at: time, by: self))
        }
    }

    func explanation(
        of request: AllocationRequest, isWithoutHubs: Bool, at time: Timestamp
    ) throws(StoreError) -> Explanation {
        try Explanation(
            of: request, isWithoutHubs: isWithoutHubs, at: time, readingStandingBy: inventory.standing,
            similarDevices: { id throws(StoreError) in
                try devices.devices(similarTo: id, limit: NearMissSearch.mostDevices)
            })
    }

    /// The policy in force.
    func presentPolicy(for registrationID: RegistrationID) throws(StoreError) -> Policy {
        try inventory.standing(of: registrationID).policy
    }
}
