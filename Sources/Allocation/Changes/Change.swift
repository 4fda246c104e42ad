/// One line of the change log: one thing, before and after.
package struct Change: Sendable, Equatable {
    /// What was changed.
    package enum Kind: String, Sendable, CaseIterable {
        case device
        case division
        case rule
        case key
    }

    package let id: Int64
    package var set: ChangeSet
    package let kind: Kind

    /// Registration ID, name of the division or key, or number of the rule.
    package let subject: String

    /// Of the subject, after the change; `nil` for what has none.
    package let revision: Int64?

    /// `nil` when it was made by this change.
    package let before: JSONValue?

    /// `nil` when it was deleted by this change.
    package let after: JSONValue?

    package init(
        id: Int64, set: ChangeSet, kind: Kind, subject: String, revision: Int64?, before: JSONValue?,
        after: JSONValue?
    ) {
        self.id = id
        self.set = set
        self.kind = kind
        self.subject = subject
        self.revision = revision
        self.before = before
        self.after = after
    }

    package var effect: WriteEffect { WriteEffect(before: before, after: after) }

    /// The top-level members that differ, by name.
    package var changedMembers: [String] {
        let (old, new) = (before?.object ?? JSONObject(), after?.object ?? JSONObject())
        let names = Set(old.members.map(\.name)).union(new.members.map(\.name))
        return names.filter { old[$0] != new[$0] }.sorted()
    }
}
