/// What came of taking a change set back.
package struct UndoOutcome: Sendable, Equatable {
    /// So many refusals are told one by one; all are counted.
    package static let mostTold = 1_000

    /// The set of the changes that take the other one's back; `nil` when none could be.
    package let changeSet: ChangeSet?

    /// What was left as it is, the first `mostTold` of it.
    package let refused: [UndoRefusal]
    package let refusedCount: Int64

    package init(changeSet: ChangeSet?, refused: [UndoRefusal], refusedCount: Int64) {
        self.changeSet = changeSet
        self.refused = refused
        self.refusedCount = refusedCount
    }

    package var json: JSONValue {
        var object: JSONObject = [
            "refusedCount": .number(JSONNumber(refusedCount)),
            "refused": .array(refused.map(\.json)),
        ]
        object["changeSet"] = changeSet?.json
        return .object(object)
    }
}

/// A change that was not taken back.
package struct UndoRefusal: Sendable, Equatable {
    package let kind: Change.Kind
    package let subject: String
    package let reason: String

    package init(kind: Change.Kind, subject: String, reason: String) {
        self.kind = kind
        self.subject = subject
        self.reason = reason
    }

    package var json: JSONValue {
        ["kind": .string(kind.rawValue), "subject": .string(subject), "reason": .string(reason)]
    }
}
