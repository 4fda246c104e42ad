package import Allocation

/// What the service remembers of a device that has registered.
package struct Registration: Sendable, Equatable {
    package let registrationID: RegistrationID
    /// The group, or the individual enrollment, that it came through.
    package var enrollment: EnrollmentRecord.Subject
    /// The last operation's; for example `5.316aac5bdc130deb.b1e02da8-c3a0-4ff2-a121-7ea7a6b7f550`.
    package var operationID: String
    /// The API version that the operation was begun with.
    package var apiVersion: String
    package var attestation: RuntimeAttestation
    package var status: RegistrationStatus
    package var substatus: RegistrationSubstatus?
    package var assignedHub: String?
    package var deviceID: String?
    /// What the device sent along; kept while it is being assigned, so that an operation that was cut short can be taken up.
    package var sentPayload: JSONValue?
    /// What the webhook returned for the device.
    package var returnedPayload: JSONValue?
    package var failure: RegistrationFailure?
    package let created: PreciseTime
    package var lastUpdated: PreciseTime

    package init(
        registrationID: RegistrationID, enrollment: EnrollmentRecord.Subject, operationID: String,
        apiVersion: String, attestation: RuntimeAttestation, status: RegistrationStatus,
        sentPayload: JSONValue? = nil, at now: PreciseTime
    ) {
        self.registrationID = registrationID
        self.enrollment = enrollment
        self.operationID = operationID
        self.apiVersion = apiVersion
        self.attestation = attestation
        self.status = status
        self.sentPayload = sentPayload
        created = now
        lastUpdated = now
    }
}
