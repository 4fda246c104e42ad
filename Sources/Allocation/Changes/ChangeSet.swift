/// What one actor did at one time: a single edit, or an import of a million devices.
package struct ChangeSet: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case edit
        case `import`
        case undo
        case seed
    }

    package let id: Int64
    package let kind: Kind
    package let context: ChangeContext

    /// The set that this one took back.
    package let undoes: Int64?

    /// The latest set that took this one back, wholly or in part, and is in force: not itself taken back by such a set.
    package var undoneBy: Int64?

    /// The import that this set applied, and the file's name as whoever imported it gave it.
    package let importID: RequestID?
    package let source: String?

    package let counts: ChangeCounts

    /// `Policy.revision` as the set found it, and as it left it: the same when it changed no division and no rule.
    package struct PolicyRevisions: Sendable, Equatable {
        package let before: Int64
        package let after: Int64

        package init(before: Int64, after: Int64) {
            self.before = before
            self.after = after
        }
    }

    /// `nil` in sets that are older than these being kept.
    package let policyRevisions: PolicyRevisions?

    package init(
        id: Int64, kind: Kind, context: ChangeContext, undoes: Int64? = nil, undoneBy: Int64? = nil,
        importID: RequestID? = nil, source: String? = nil, counts: ChangeCounts,
        policyRevisions: PolicyRevisions? = nil
    ) {
        self.id = id
        self.kind = kind
        self.context = context
        self.undoes = undoes
        self.undoneBy = undoneBy
        self.importID = importID
        self.source = source
        self.counts = counts
        self.policyRevisions = policyRevisions
    }
}
