/// The enrollment through which a device registers: the entry in DPS that names this webhook.
package struct Enrollment: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        case group
        case individual
    }

    package let kind: Kind

    /// `enrollmentGroupId` of a group, `registrationId` of an individual enrollment.
    package let id: String

    package init(kind: Kind, id: String) {
        self.kind = kind
        self.id = id
    }
}
