import Allocation
import SQLiteStore

extension Watches {
    /// The watches over a data folder, on connections of their own: nobody else waits for what they look at.
    ///
    /// - Throws: `StoreError` when a database is missing or of another schema.
    init(in directory: DataDirectory) throws(StoreError) {
        let inventory = try SerializedConnection(to: .inventory, in: directory)
        let history = try SerializedConnection(to: .history, in: directory)
        self.init(
            watched: SQLiteWatchRepository(inventory: inventory, history: history),
            devices: SQLiteDeviceRepository(inventory), policies: SQLitePolicyRepository(inventory),
            assignments: SQLiteAssignmentRepository(history))
    }
}
