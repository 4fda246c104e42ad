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

    /// The import that this set applied, and the file's name as whoever imported it gave it.
    package let importID: RequestID?
    package let source: String?

    package let counts: ChangeCounts

    package init(
        id: Int64, kind: Kind, context: ChangeContext, undoes: Int64? = nil, importID: RequestID? = nil,
        source: String? = nil, counts: ChangeCounts
    ) {
        self.id = id
        self.kind = kind
        self.context = context
        self.undoes = undoes
        self.importID = importID
        self.source = source
        self.counts = counts
    }
}
