/// Where a registration stands (the service's REST API, `RegistrationOperationStatus`).
package enum RegistrationStatus: String, Sendable, CaseIterable {
    case unassigned
    case assigning
    case assigned
    case failed
    case disabled
}
