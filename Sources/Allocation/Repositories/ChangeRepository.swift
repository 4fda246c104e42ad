/// The memory of every change of the inventory. It is written by the other repositories, in the transaction of the change
/// itself.
package protocol ChangeRepository: Sendable {
    /// The newest first.
    ///
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func changes(matching filter: ChangeFilter) throws(StoreError) -> [Change]
}
