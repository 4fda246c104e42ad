import Allocation

/// What a change set comes of.
enum ChangeOrigin {
    case editing
    case seeding
    /// A plan, and what its file is called.
    case importing(RequestID, source: String?)
    /// The set that is taken back.
    case undoing(Int64)

    var kind: ChangeSet.Kind {
        switch self {
        case .editing: .edit
        case .seeding: .seed
        case .importing: .import
        case .undoing: .undo
        }
    }

    var undoes: Int64? { if case .undoing(let id) = self { id } else { nil } }
    var importID: RequestID? { if case .importing(let id, _) = self { id } else { nil } }
    var source: String? { if case .importing(_, let source) = self { source } else { nil } }
}
