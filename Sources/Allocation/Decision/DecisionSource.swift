/// What a decision was based on.
package enum DecisionSource: Sendable, Equatable {
    /// The device's row in the inventory, at this revision.
    case inventory(deviceRevision: Int64)
    /// The rule of this number.
    case rule(id: Int64)
    /// Neither a row nor a rule, or it was not needed.
    case none
}
