/// What the path of a decision reads: one consistent look at the inventory.
package protocol DecisionInventory: Sendable {
    /// The policy in force and the device's row, if it has one, as of one moment. A change that another
    /// process committed before the call is seen by it.
    ///
    /// - Throws: `StoreError.unavailable` when the inventory cannot be read.
    func standing(of registrationID: RegistrationID) throws(StoreError) -> InventoryStanding

    /// The keys that are not revoked, as of now; also by another process.
    ///
    /// - Throws: `StoreError.unavailable` when the inventory cannot be read.
    func liveKeys() throws(StoreError) -> LiveKeys
}
