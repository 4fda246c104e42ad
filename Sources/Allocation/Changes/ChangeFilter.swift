/// Which lines of the change log are asked for; what is `nil` does not matter.
package struct ChangeFilter: Sendable, Equatable {
    package var kind: Change.Kind?

    /// Compared ASCII-folded.
    package var subject: String?

    /// The name of a key or a system user.
    package var actor: String?

    /// The number of a key, whatever it was called at the time.
    package var actorKey: Int64?
    package var changeSet: Int64?

    /// Only what this HTTP request did.
    package var requestID: RequestID?

    /// Only changes of this top-level member.
    package var member: String?

    /// Made at this time or later.
    package var since: Timestamp?

    /// Made before this time.
    package var until: Timestamp?

    /// Only those with a smaller number: the next page.
    package var before: Int64?

    /// How many at most.
    package var limit: Int

    package init(limit: Int) {
        self.limit = limit
    }
}
