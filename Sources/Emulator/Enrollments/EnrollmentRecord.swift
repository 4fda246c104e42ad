package import Allocation

/// An enrollment group or an individual enrollment, with what DPS would know of it. What its record leaves out is `nil`, and is
/// left out of what the webhook is sent too.
package struct EnrollmentRecord: Sendable, Equatable {
    package enum Subject: Sendable, Hashable {
        case group(String)
        /// Its devices' ID at the hub is the registration ID unless another one is given.
        case individual(RegistrationID, deviceID: String?)
    }

    package let subject: Subject
    package let attestation: AttestationMechanism
    /// Whether it may have IoT Edge devices.
    package let iotEdge: Bool?
    /// Shaped as in the service's REST API: `tags`, `properties.desired`.
    package let initialTwin: JSONValue?
    /// With its quotes, for example `"13003fea-0000-0300-0000-62d1d5e50000"`.
    package let etag: String
    package let isEnabled: Bool
    package let reprovisionPolicy: ReprovisionPolicy?
    /// With up to seven digits of a second.
    package let createdDateTimeUTC: String
    package let lastUpdatedDateTimeUTC: String
    /// `nil` for the service's default.
    package let allocationPolicy: AllocationPolicy?
    /// The hubs selected on the enrollment; `nil` for all that are linked to the service.
    package let hubs: [String]?
    /// There with the policy `custom`, and may be there with another one, so that a group can be switched.
    package var customAllocation: CustomAllocationDefinition?
    /// As people wrote it, keys and all: what a patch is laid over. `nil` for a record that was not read.
    package var written: JSONValue?

    package init(
        subject: Subject,
        attestation: AttestationMechanism,
        iotEdge: Bool? = nil,
        initialTwin: JSONValue? = nil,
        etag: String,
        isEnabled: Bool = true,
        reprovisionPolicy: ReprovisionPolicy? = nil,
        createdDateTimeUTC: String,
        lastUpdatedDateTimeUTC: String,
        allocationPolicy: AllocationPolicy? = nil,
        hubs: [String]? = nil,
        customAllocation: CustomAllocationDefinition? = nil
    ) {
        self.subject = subject
        self.attestation = attestation
        self.iotEdge = iotEdge
        self.initialTwin = initialTwin
        self.etag = etag
        self.isEnabled = isEnabled
        self.reprovisionPolicy = reprovisionPolicy
        self.createdDateTimeUTC = createdDateTimeUTC
        self.lastUpdatedDateTimeUTC = lastUpdatedDateTimeUTC
        self.allocationPolicy = allocationPolicy
        self.hubs = hubs
        self.customAllocation = customAllocation
    }
}
