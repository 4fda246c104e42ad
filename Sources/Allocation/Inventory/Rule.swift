/// Where a device belongs whose registration ID says so, though the inventory does not know it.
package struct Rule: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// The registration ID ends in the pattern: what the article's prose says.
        case suffix
        /// The registration ID has the pattern anywhere: what the article's sample code does.
        case contains
    }

    /// The number that the history keeps.
    package let id: Int64

    package let kind: Kind

    /// Compared ASCII-folded; never empty.
    package let pattern: String

    /// The name of the division that a match leads to.
    package let division: String

    package init(id: Int64, kind: Kind, pattern: String, division: String) {
        self.id = id
        self.kind = kind
        self.pattern = pattern
        self.division = division
    }

    package func matches(_ registrationID: RegistrationID) -> Bool {
        switch kind {
        case .suffix: registrationID.folded.endsFoldingCase(with: pattern)
        case .contains: registrationID.folded.containsFoldingCase(pattern)
        }
    }
}
