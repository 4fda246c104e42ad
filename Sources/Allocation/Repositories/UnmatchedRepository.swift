/// The inbox of refused devices. It follows the history after a while; see `UnmatchedPage.countsUpTo`.
package protocol UnmatchedRepository: Sendable {
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func groups(of query: UnmatchedGroupQuery) throws(StoreError) -> UnmatchedGroupPage

    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func devices(of query: UnmatchedQuery) throws(StoreError) -> UnmatchedPage

    /// How many devices there are, and to how many of them a rule would apply.
    ///
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func matches(of rule: RuleDraft, among filter: UnmatchedFilter) throws(StoreError) -> UnmatchedMatches

    /// Registers devices of the inbox that are not registered yet, in the order of their IDs, as one change set in one transaction.
    ///
    /// - Parameters:
    ///   - filter: which; each of `filter.devices` has to be in the inbox.
    ///   - template: what they are to be; its registration ID does not matter.
    ///   - limit: how many at most, from 1.
    ///   - context: who, when and why.
    /// - Returns: what was done; who is registered already stays as it is.
    /// - Throws: `ChangeRefusal` when the division does not exist, or one of `filter.devices` is not in the inbox; nothing was
    ///   written. The faults' places begin at `UnmatchedSelection.pointer` or, those of the device, at none.
    func register(
        _ filter: UnmatchedFilter, as template: Device, atMost limit: Int, in context: ChangeContext
    ) throws(ChangeRefusal) -> UnmatchedRegistration

    /// Keeps devices or a group out of the inbox. Who dismisses the same again replaces what was said before.
    ///
    /// - Returns: how many devices of the inbox they are about.
    /// - Throws: `ChangeRefusal` when a device is not in the inbox, there would be more than `UnmatchedDismissal.mostKept`, or nothing
    ///   could be written.
    func dismiss(_ dismissals: [UnmatchedDismissal]) throws(ChangeRefusal) -> Int64

    /// Takes dismissals back.
    ///
    /// - Returns: how many of them there were.
    /// - Throws: `ChangeRefusal` when nothing could be written.
    func restore(_ subjects: [UnmatchedSubject]) throws(ChangeRefusal) -> Int
}
