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

    /// How many things were changed.
    package let count: Int64

    package init(id: Int64, kind: Kind, context: ChangeContext, undoes: Int64?, count: Int64) {
        self.id = id
        self.kind = kind
        self.context = context
        self.undoes = undoes
        self.count = count
    }
}
