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
}
