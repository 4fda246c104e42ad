/// The memory of every change of the inventory. It is written by the other repositories, in the transaction of the change
/// itself.
package protocol ChangeRepository: Sendable {
    /// The newest first.
    ///
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func changes(matching filter: ChangeFilter) throws(StoreError) -> [Change]

    /// Changes of divisions and rules, the newest first, found without looking at those of devices.
    ///
    /// - Parameters:
    ///   - before: only those with a smaller number: the next page.
    ///   - limit: how many at most.
    /// - Returns: the changes, each with its set.
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func policyChanges(before: Int64?, limit: Int) throws(StoreError) -> [Change]

    /// The sets, the newest first.
    ///
    /// - Parameters:
    ///   - kind: only those of this kind.
    ///   - subject: only those with a change of such a thing.
    ///   - before: only those with a smaller number: the next page.
    ///   - limit: how many at most.
    /// - Returns: the sets.
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func changeSets(
        of kind: ChangeSet.Kind?, concerning subject: Change.Kind?, before: Int64?, limit: Int
    ) throws(StoreError) -> [ChangeSet]

    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func changeSet(_ id: Int64) throws(StoreError) -> ChangeSet?

    /// Takes back what a set changed, as a set of its own and in one transaction.
    ///
    /// What was edited since is left as it is, and so is what cannot be taken back (keys; a division that is in use); the
    /// outcome lists it.
    ///
    /// - Parameters:
    ///   - id: of the set.
    ///   - context: who, when and why.
    ///   - progress: is told now and then how many changes have been looked at.
    /// - Returns: the set that came of it, and what was left as it is.
    /// - Throws: `ChangeRefusal` when there is no such set, or nothing could be written.
    func undo(
        changeSet id: Int64, in context: ChangeContext, progress: (Int64) -> Void
    ) throws(ChangeRefusal) -> UndoOutcome
}
