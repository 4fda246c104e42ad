/// A page of the history to read.
package struct AssignmentQuery: Sendable, Equatable {
    package var filter: AssignmentFilter

    /// Begins with the oldest row; else with the newest one.
    package var isOldestFirst: Bool

    /// Only rows behind this one in the order asked for: where the last page ended.
    package var after: Int64?

    /// How many at most, from 1.
    package var limit: Int

    package init(
        _ filter: AssignmentFilter = AssignmentFilter(), isOldestFirst: Bool = false, after: Int64? = nil,
        limit: Int = 50
    ) {
        self.filter = filter
        self.isOldestFirst = isOldestFirst
        self.after = after
        self.limit = limit
    }
}

/// A page of the history.
package struct AssignmentPage: Sendable, Equatable {
    /// In the order asked for.
    package let assignments: [RecordedAssignment]

    /// What the next page comes after; `nil` when there is none. A store looks through a bounded number of rows for one page, so
    /// there may be a next page after one that is not full, or empty.
    package let next: Int64?

    package init(_ assignments: [RecordedAssignment], next: Int64?) {
        self.assignments = assignments
        self.next = next
    }
}
