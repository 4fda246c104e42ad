/// Whether a registered device may be provisioned.
package enum DeviceStatus: String, Sendable, CaseIterable {
    /// Decided upon as usual.
    case active
    /// Refused until somebody makes it active again.
    case disabled
    /// Refused for the time being: waiting for something that the reason names, or for a moment to come.
    case held
    /// Out of use for good; kept so that its life can still be told.
    case retired
}
