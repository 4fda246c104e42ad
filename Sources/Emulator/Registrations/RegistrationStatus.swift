/// Where a registration stands (the service's REST API, `RegistrationOperationStatus`).
package enum RegistrationStatus: String, Sendable, CaseIterable {
    case unassigned
    case assigning
    case assigned
    case failed
    case disabled
}

/// How a device came to the hub that it is assigned to.
package enum RegistrationSubstatus: String, Sendable, CaseIterable {
    case initialAssignment
    case deviceDataMigrated
    case deviceDataReset
    /// The hub had the device already, though the service did not know it; since API version 2019-04-15.
    case reprovisionedToInitialAssignment
}
