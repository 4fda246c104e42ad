/// What a rule is to be; the store gives it its number.
package struct RuleDraft: Sendable, Equatable {
    /// The longest pattern, in characters: that of a registration ID.
    static let longestPattern = RegistrationID.maximumLength

    package let kind: Rule.Kind
    package let pattern: String

    /// The name of the division that a match leads to.
    package let division: String

    /// Its place among the rules from 1 on; beyond the last one it becomes the last. `nil` leaves it where it is, and a new
    /// one behind the others.
    package let position: Int?

    package init(kind: Rule.Kind, pattern: String, division: String, position: Int? = nil) {
        self.kind = kind
        self.pattern = pattern
        self.division = division
        self.position = position
    }

    /// A rule is known by its kind and pattern.
    package func isSame(as rule: Rule) -> Bool {
        kind == rule.kind && pattern.equalsFoldingCase(rule.pattern)
    }

    /// What only a store can tell of it.
    ///
    /// - Parameters:
    ///   - rules: all that there are.
    ///   - id: which of them it is to be; `nil` for a new one.
    ///   - hasDivision: whether its division exists.
    /// - Returns: every fault.
    package func faults(
        besides rules: [Versioned<Rule>], as id: Int64?, hasDivision: Bool
    ) -> [InvalidDocument] {
        var faults: [InvalidDocument] = []
        if !hasDivision { faults.append(.noDivision(named: division)) }
        if let other = rules.first(where: { isSame(as: $0.value) && $0.value.id != id }) {
            faults.append(
                InvalidDocument(
                    at: JSONPointer().appending(name: "pattern"),
                    "rule \(other.value.id) has the kind \(kind.rawValue) and this pattern already"))
        }
        return faults
    }
}
