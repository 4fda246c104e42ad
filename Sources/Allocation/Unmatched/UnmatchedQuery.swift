/// A page of the refused devices that match, in the order of their IDs.
package struct UnmatchedQuery: Sendable, Equatable {
    package var filter: UnmatchedFilter

    /// The registration ID of the last device of the page before.
    package var after: String?

    /// How many at most, from 1.
    package var limit: Int

    package init(_ filter: UnmatchedFilter, after: String? = nil, limit: Int = 50) {
        self.filter = filter
        self.after = after
        self.limit = limit
    }
}

/// A page of refused devices.
package struct UnmatchedPage: Sendable, Equatable {
    package let devices: [UnmatchedDevice]

    /// What the next page comes after; `nil` at the end.
    package let next: String?

    /// The time of the latest decision that counts; `nil` when none does.
    package let countsUpTo: Timestamp?

    package init(_ devices: [UnmatchedDevice], next: String?, countsUpTo: Timestamp?) {
        self.devices = devices
        self.next = next
        self.countsUpTo = countsUpTo
    }
}
