/// What DPS asks: to which of the linked hubs does this device belong?
///
/// Only `deviceRuntimeContext.registrationId` and `linkedHubs` are needed for a decision; what else is read
/// here goes into the history. Everything but those two may be absent, null or of a newer API version.
package struct AllocationRequest: Sendable, Equatable {
    /// The largest body that is read, in bytes. DPS's messages have at most 96 KB (azure-docs,
    /// `iot-dps-limits`).
    package static let largestBody = 128 * 1024

    /// `nil` when missing, null or empty.
    package let registrationID: RegistrationID?

    /// Host names as received; `nil` when the member is missing or null.
    package let linkedHubs: [String]?

    /// The hub that the device is assigned to now; `nil` on its first registration.
    package let currentHub: String?

    package let enrollment: Enrollment?
    package let attestation: Attestation?

    package init(
        registrationID: RegistrationID?,
        linkedHubs: [String]?,
        currentHub: String? = nil,
        enrollment: Enrollment? = nil,
        attestation: Attestation? = nil
    ) {
        self.registrationID = registrationID
        self.linkedHubs = linkedHubs
        self.currentHub = currentHub
        self.enrollment = enrollment
        self.attestation = attestation
    }
}

/// Why a body is no AllocationRequest that could be decided upon; the text names the place.
package struct MalformedRequest: Error, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
