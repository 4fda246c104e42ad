import Allocation
import SQLiteStore

/// The inventory, opened for commands that read and write it beside a running service.
struct InventoryAccess {
    let devices: SQLiteDeviceRepository
    let policies: SQLitePolicyRepository
    let keys: SQLiteAPIKeyRepository
    let changes: SQLiteChangeRepository
    let imports: SQLiteImportRepository
    let requests: SQLiteIdempotentRequestRepository
    let unmatched: SQLiteUnmatchedRepository

    /// - Parameters:
    ///   - directory: where it is.
    ///   - isTrial: takes back what each call has written; see `SerializedConnection`.
    /// - Throws: `StoreError` when there is no inventory of this program's schema.
    init(in directory: DataDirectory, isTrial: Bool = false) throws(StoreError) {
        let connection = try SerializedConnection(to: .inventory, in: directory, isTrial: isTrial)
        devices = SQLiteDeviceRepository(connection)
        policies = SQLitePolicyRepository(connection)
        keys = SQLiteAPIKeyRepository(connection)
        changes = SQLiteChangeRepository(connection)
        imports = SQLiteImportRepository(connection, in: directory)
        requests = SQLiteIdempotentRequestRepository(connection)
        unmatched = SQLiteUnmatchedRepository(connection)
    }
}
