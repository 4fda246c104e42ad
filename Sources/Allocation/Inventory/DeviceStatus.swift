/// Whether a registered device may be provisioned.
package enum DeviceStatus: String, Sendable, CaseIterable {
    /// Decided upon as usual.
    case active
    /// Refused until somebody makes it active again.
    case disabled
    /// Refused for the time being: waiting for something that the reason names.
    case held
}
