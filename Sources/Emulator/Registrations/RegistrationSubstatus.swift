/// How a device came to the hub that it is assigned to.
package enum RegistrationSubstatus: String, Sendable, CaseIterable {
    case initialAssignment
    case deviceDataMigrated
    case deviceDataReset
    /// The hub had the device already, though the service did not know it; since API version 2019-04-15.
    case reprovisionedToInitialAssignment
}
