/// A line of the change log without what it was before and after: so that thousands can be held, however large their twins.
package struct ChangeOutline: Sendable, Equatable {
    package let id: Int64
    package let set: ChangeSet
    package let kind: Change.Kind
    package let subject: String
    package let revision: Int64?
    package let effect: WriteEffect

    /// The top-level members that differ, by name.
    package let changedMembers: [String]

    /// What a division was called before and behind the change; `nil` for what was not there, or is none.
    private let names: (before: String?, after: String?)

    init(_ change: Change) {
        id = change.id
        set = change.set
        kind = change.kind
        subject = change.subject
        revision = change.revision
        effect = change.effect
        changedMembers = change.changedMembers
        names =
            change.kind == .division
            ? (change.before?["name"]?.string, change.after?["name"]?.string) : (nil, nil)
    }

    /// What a division was called before this change that is called so after it.
    func formerName(ofDivision name: String) -> String {
        names.after?.equalsFoldingCase(name) == true ? names.before ?? name : name
    }

    /// What a division is called after this change that was called so before it.
    func laterName(ofDivision name: String) -> String {
        names.before?.equalsFoldingCase(name) == true ? names.after ?? name : name
    }

    package static func == (one: Self, other: Self) -> Bool {
        one.id == other.id && one.set == other.set && one.kind == other.kind && one.subject == other.subject
            && one.revision == other.revision && one.effect == other.effect
            && one.changedMembers == other.changedMembers && one.names == other.names
    }

    /// Members without a value are left out.
    package var json: JSONValue {
        var object = set.members(ofLine: id, effect, kind, subject, revision)
        object["changed"] = .array(changedMembers.map(JSONValue.string))
        return .object(object)
    }
}
