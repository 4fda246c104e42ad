/// What an import would do with a row of its file.
package enum ImportVerdict: String, Sendable, CaseIterable {
    /// The device is not in the inventory yet.
    case create
    case update
    /// The inventory has it just so.
    case unchanged
    /// The row was made from a revision that is not the inventory's.
    case conflicting
    case invalid
    /// The device stands in the file more than once.
    case duplicated

    /// Whether a plan with such a row cannot be applied.
    package var blocks: Bool {
        switch self {
        case .create, .update, .unchanged: false
        case .conflicting, .invalid, .duplicated: true
        }
    }
}
