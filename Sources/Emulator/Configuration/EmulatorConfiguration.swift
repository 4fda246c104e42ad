/// The provisioning service that is emulated, and how.
package struct EmulatorConfiguration: Sendable, Equatable {
    /// What a twin that the webhook returns does when the device was registered before. The service's documentation has said both
    /// (azure-docs, concepts-custom-allocation).
    package enum ReturnedTwin: String, Sendable, CaseIterable {
        /// Used when the hub changes and the device is set back to its initial configuration, else ignored: the newer text.
        case onReset
        /// Takes the place of the twin at any registration: the older text.
        case always
    }

    package var name: String
    package var idScope: String
    package var linkedHubs: [LinkedHub]
    /// Where an enrollment has no policy of its own. It cannot be `custom`.
    package var allocationPolicy = AllocationPolicy.hashed
    package var enrollments: [EnrollmentRecord]
    package var returnedTwin = ReturnedTwin.onReset
    /// The longest that one call of the webhook may take; the service's own limit is not published.
    package var webhookTimeout = Duration.seconds(30)
    /// Seconds that a device is told to wait before it asks again.
    package var retryAfter = 3
    /// The field in which a TLS proxy hands on the client's certificate; `nil` where there is none. Who reaches the emulator past
    /// that proxy can set it to anything.
    package var clientCertificateField: String?
    /// Registrations taken within a minute, as the service bounds them (1,000; azure-docs, iot-dps-limits); `nil` for no bound.
    package var registrationsPerMinute: Int?
    /// Calls of webhooks that are kept; older ones are forgotten.
    package var keptCalls = 10_000

    package init(
        name: String, idScope: String, linkedHubs: [LinkedHub], enrollments: [EnrollmentRecord]
    ) {
        self.name = name
        self.idScope = idScope
        self.linkedHubs = linkedHubs
        self.enrollments = enrollments
    }
}
