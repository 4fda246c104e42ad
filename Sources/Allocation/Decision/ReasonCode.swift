/// Why a request was answered as it was; kept with each decision and stable, so that people can filter by it.
package enum ReasonCode: String, Sendable, CaseIterable {
    /// Assigned: the inventory knows the device.
    case inventory
    /// Assigned: a rule matched the registration ID.
    case rule
    case registrationIdMissing
    case linkedHubsMissing
    case deviceDisabled
    case unrecognizedDevice
    case noMatchingHub
    /// Not kept in the history, only counted: there is no device to keep it for.
    case malformedRequest
    /// Not kept in the history, only counted: the store could not keep it.
    case unavailable
}
