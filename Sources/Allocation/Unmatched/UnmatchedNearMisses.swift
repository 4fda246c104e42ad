/// Finds what the devices of a group nearly were, by its first example.
package struct UnmatchedNearMisses: Sendable {
    private let devices: any DeviceRepository
    private let policies: any PolicyRepository
    private let assignments: any AssignmentRepository

    package init(
        devices: any DeviceRepository, policies: any PolicyRepository, assignments: any AssignmentRepository
    ) {
        self.devices = devices
        self.policies = policies
        self.assignments = assignments
    }

    /// - Parameters:
    ///   - group: of the inbox.
    ///   - time: now; holds run out.
    /// - Returns: the likeliest first; none when the device would not be refused now.
    /// - Throws: `StoreError.unavailable` when a store cannot be read.
    package func nearMisses(
        of group: UnmatchedGroup, at time: Timestamp
    ) throws(StoreError) -> [NearMiss] {
        guard let id = group.examples.first.flatMap({ try? RegistrationID($0) }) else { return [] }
        let last = try assignments.page(of: AssignmentQuery(AssignmentFilter(registrationID: id), limit: 1))
        return try devices.nearMisses(
            of: id, linkedHubs: last.assignments.first?.linkedHubs, in: policies.policy(), at: time)
    }
}
