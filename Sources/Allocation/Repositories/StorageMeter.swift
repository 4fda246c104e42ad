/// Tells how much room the store takes.
package protocol StorageMeter: Sendable {
    /// Measured anew at each call; may wait for a disk.
    ///
    /// - Throws: `StoreError.unavailable` when it cannot be found out.
    func measureStorage() throws(StoreError) -> StorageUse
}

/// How much room the store takes, in bytes.
package struct StorageUse: Sendable, Equatable {
    /// What people write: its file and what waits in its log to be put there.
    package let inventoryBytes: Int64

    /// What the service writes, counted alike.
    package let historyBytes: Int64

    /// What is left where the history grows.
    package let freeBytes: Int64

    package init(inventoryBytes: Int64, historyBytes: Int64, freeBytes: Int64) {
        self.inventoryBytes = inventoryBytes
        self.historyBytes = historyBytes
        self.freeBytes = freeBytes
    }
}
