/// By what refused devices are put together.
package enum UnmatchedGrouping: String, Sendable, CaseIterable {
    case reason
    case suffix
    case enrollment
}

/// A page of groups, those of most devices first, and by their keys where they have as many.
package struct UnmatchedGroupQuery: Sendable, Equatable {
    package var grouping: UnmatchedGrouping
    package var filter: UnmatchedFilter

    /// The last group of the page before.
    package var after: UnmatchedGroupCursor?

    /// How many at most, from 1.
    package var limit: Int

    package init(
        by grouping: UnmatchedGrouping, _ filter: UnmatchedFilter, after: UnmatchedGroupCursor? = nil,
        limit: Int = 50
    ) {
        self.grouping = grouping
        self.filter = filter
        self.after = after
        self.limit = limit
    }
}

/// The place of a group in a list: how many devices it had, and its key.
package struct UnmatchedGroupCursor: Sendable, Equatable {
    package let devices: Int64
    package let key: String

    package init(devices: Int64, key: String) {
        self.devices = devices
        self.key = key
    }
}

/// A page of groups.
package struct UnmatchedGroupPage: Sendable, Equatable {
    package let groups: [UnmatchedGroup]

    /// What the next page comes after; `nil` at the end.
    package let next: UnmatchedGroupCursor?

    /// The time of the latest decision that counts; `nil` when none does.
    package let countsUpTo: Timestamp?

    package init(_ groups: [UnmatchedGroup], next: UnmatchedGroupCursor?, countsUpTo: Timestamp?) {
        self.groups = groups
        self.next = next
        self.countsUpTo = countsUpTo
    }
}
