/// What a dismissal is about.
package struct UnmatchedSubject: Sendable, Equatable {
    package let kind: UnmatchedDismissal.Kind

    /// The registration ID, or the key of the group; compared ASCII-folded.
    package let name: String

    package init(_ kind: UnmatchedDismissal.Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }
}
