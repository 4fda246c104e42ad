package import Allocation

/// A hub that was found for a registering device, and what is done there.
package struct HubAssignment: Sendable {
    package let enrollment: EnrollmentRecord
    package let hub: String
    /// The webhook's, if it returned any.
    package let initialTwin: JSONValue?
    package let payload: JSONValue?
    package let returnedTwin: EmulatorConfiguration.ReturnedTwin

    package init(
        enrollment: EnrollmentRecord, hub: String, initialTwin: JSONValue?, payload: JSONValue?,
        returnedTwin: EmulatorConfiguration.ReturnedTwin
    ) {
        self.enrollment = enrollment
        self.hub = hub
        self.initialTwin = initialTwin
        self.payload = payload
        self.returnedTwin = returnedTwin
    }

    /// Makes the registration `assigned` and the hub's device what the reprovision policy wants.
    ///
    /// - Parameters:
    ///   - registration: as it was before this assignment in `assignedHub` and `deviceID`.
    ///   - devices: the hubs'.
    ///   - now: the time of the change.
    package func apply(
        to registration: inout Registration, in devices: inout HubDevices, at now: PreciseTime
    ) {
        registration.status = .assigned
        registration.assignedHub = hub
        registration.lastUpdated = now
    }
}
