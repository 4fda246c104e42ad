package import Allocation

extension InMemoryStore: StorageMeter {
    /// In rows in place of bytes, so that each grows with what is kept.
    package func measureStorage() throws(StoreError) -> StorageUse {
        try withContents { contents in
            StorageUse(
                inventoryBytes: Int64(contents.devices.count),
                historyBytes: Int64(contents.assignments.count), freeBytes: .max)
        }
    }
}
