/// What must be so for a change to be made (RFC 9110 §13.1): else somebody else's change would be lost.
package enum Precondition: Sendable, Equatable {
    /// Whatever there is.
    case none
    /// It must be there, at whatever revision: `If-Match: *`.
    case present
    /// It must not be there: `If-None-Match: *`.
    case absent
    /// It must be there at one of these revisions: `If-Match` with entity tags.
    case revision(in: Set<Int64>)

    /// Whether it holds for something at `revision`, or for something that is not there.
    package func holds(for revision: Int64?) -> Bool {
        switch self {
        case .none: true
        case .present: revision != nil
        case .absent: revision == nil
        case .revision(let revisions): revision.map(revisions.contains) ?? false
        }
    }
}
