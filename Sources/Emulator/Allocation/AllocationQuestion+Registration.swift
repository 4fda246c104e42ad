import Allocation

extension AllocationQuestion {
    /// What there is to ask of a registration that is being assigned.
    ///
    /// - Parameters:
    ///   - registration: with the hub and device ID of its last assignment, if there was one.
    ///   - enrollment: the one it came through, as it is now.
    ///   - linked: all the service's hubs.
    init(_ registration: Registration, enrollment: EnrollmentRecord, linked: [LinkedHub]) {
        self.init(
            registrationID: registration.registrationID,
            operationID: registration.operationID,
            enrollment: enrollment,
            attestation: registration.attestation,
            payload: registration.sentPayload,
            currentHub: registration.assignedHub,
            currentDeviceID: registration.deviceID,
            linkedHubs: Self.hubs(of: enrollment, current: registration.assignedHub, linked: linked))
    }

    /// azure-docs, concepts-custom-allocation, `linkedHubs`.
    private static func hubs(
        of enrollment: EnrollmentRecord, current: String?, linked: [LinkedHub]
    ) -> [LinkedHub] {
        let stays = !(enrollment.reprovisionPolicy ?? .standard).updateHubAssignment
        if stays, let current { return linked.filter { $0.hostName.equalsFoldingCase(current) } }
        guard let selected = enrollment.hubs, !selected.isEmpty else { return linked }
        return selected.compactMap { name in linked.first { $0.hostName.equalsFoldingCase(name) } }
    }
}
