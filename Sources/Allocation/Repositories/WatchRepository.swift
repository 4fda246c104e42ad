/// What watches ask a store for: each call looks at a bounded number of rows, and says whether that was all.
package protocol WatchRepository: Sendable {
    /// - Parameters:
    ///   - group: which devices.
    ///   - registrationID: only those behind it.
    ///   - limit: how many at most, from 1.
    ///   - rows: how many rows are looked at, at most.
    /// - Returns: devices in the order of their IDs.
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func devices(
        _ group: WatchedGroup, after registrationID: String?, limit: Int, lookingAt rows: Int
    ) throws(StoreError) -> WatchedPage

    /// How many there are among the first so many rows.
    ///
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func count(_ group: WatchedGroup, lookingAt rows: Int) throws(StoreError) -> Bounded<Int64>

    /// The devices that registered more than so often since a time, those of most registrations first, among the latest rows of the
    /// history.
    ///
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func frequentDevices(
        since time: Timestamp, moreThan count: Int, lookingAt rows: Int
    ) throws(StoreError) -> Bounded<[FrequentDevice]>

    /// The enrollments that the history names, by name.
    ///
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func enrollments() throws(StoreError) -> [SeenEnrollment]

    /// The hubs that devices are pinned to, each once, by name.
    ///
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func pinnedHubs(limit: Int) throws(StoreError) -> Bounded<[String]>

    /// The devices whose twin was changed since a time, the latest first, among the latest lines of the change log.
    ///
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func editedTwins(
        since time: Timestamp, limit: Int, lookingAt rows: Int
    ) throws(StoreError) -> Bounded<[EditedTwin]>
}

/// What was found within a bound.
package struct Bounded<Value: Sendable>: Sendable {
    package let value: Value

    /// Whether all was looked at.
    package let isComplete: Bool

    package init(_ value: Value, isComplete: Bool) {
        self.value = value
        self.isComplete = isComplete
    }
}

extension Bounded: Equatable where Value: Equatable {}
