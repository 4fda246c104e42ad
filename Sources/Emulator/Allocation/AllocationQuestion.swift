package import Allocation

/// What the service knows when it has to give a registering device to a hub.
package struct AllocationQuestion: Sendable {
    package let registrationID: RegistrationID
    package let operationID: String
    package let enrollment: EnrollmentRecord
    package let attestation: RuntimeAttestation
    /// What the device sent along; an object.
    package let payload: JSONValue?
    /// Where the device is now; `nil` on its first registration.
    package let currentHub: String?
    package let currentDeviceID: String?
    /// The hubs that it may be given to: those selected on the enrollment, else all that are linked; with a policy that never
    /// reprovisions, only the one where it is.
    package let linkedHubs: [LinkedHub]

    package init(
        registrationID: RegistrationID, operationID: String, enrollment: EnrollmentRecord,
        attestation: RuntimeAttestation, payload: JSONValue? = nil, currentHub: String? = nil,
        currentDeviceID: String? = nil, linkedHubs: [LinkedHub]
    ) {
        self.registrationID = registrationID
        self.operationID = operationID
        self.enrollment = enrollment
        self.attestation = attestation
        self.payload = payload
        self.currentHub = currentHub
        self.currentDeviceID = currentDeviceID
        self.linkedHubs = linkedHubs
    }
}
