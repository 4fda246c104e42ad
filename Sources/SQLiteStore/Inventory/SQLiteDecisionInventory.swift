package import Allocation

/// Reads the inventory for decisions. A call runs on the caller's thread: a WAL reader never waits for a
/// writer.
package final class SQLiteDecisionInventory: DecisionInventory {
    private let readers: Pool<InventoryReader>

    /// Memory for the pages of the inventory, over all threads that read it, in KiB.
    private static let cacheSize = 65_536

    /// - Parameters:
    ///   - directory: where the inventory is.
    ///   - readers: how many threads will read it at once, from 1.
    ///   - uptime: nanoseconds on a clock that is never set.
    /// - Throws: `StoreError` when the inventory cannot be opened.
    package init(
        in directory: DataDirectory, readers: Int = 1, uptime: @escaping @Sendable () -> UInt64
    ) throws(StoreError) {
        let share = Self.cacheSize / max(1, readers)
        self.readers = Pool { try InventoryReader(in: directory, cacheSize: share, uptime: uptime) }
        // Opened here rather than at the first request, so that a fault is found at the start.
        _ = try liveKeys()
    }

    package func standing(of registrationID: RegistrationID) throws(StoreError) -> InventoryStanding {
        try reading { try $0.standing(of: registrationID) }
    }

    package func liveKeys() throws(StoreError) -> LiveKeys {
        try reading { try $0.liveKeys() }
    }

    private func reading<Result>(_ body: (InventoryReader) throws -> Result) throws(StoreError) -> Result {
        try StoreError.translating {
            try readers.withElement { reader in
                let result = try body(reader)
                // A reader that lies idle must not hold the WAL: an import would make it grow without end.
                if reader.hasMoved { readers.withIdle { $0.rest() } }
                return result
            }
        }
    }
}
