import Allocation
import SQLite
import Synchronization

/// One statement in one read transaction, on a connection of its own: nothing waits for it, and it waits for nothing. What it
/// holds is the write-ahead log, which cannot be started anew before it ends (sqlite.org/wal.html, "Avoiding Excessively Large
/// WAL Files").
///
/// Unchecked: the lock is held whenever the statement is used.
final class SQLiteDeviceReading: DeviceReading, @unchecked Sendable {
    private let isAtEnd = Mutex(false)
    private let statement: Statement
    private var row = DeviceRecordRow()

    /// Begins the transaction, and with it the moment that is read.
    ///
    /// - Parameters:
    ///   - filter: which devices.
    ///   - connection: which nobody else uses.
    /// - Throws: `SQLiteError` when the database cannot be read.
    init(of filter: DeviceFilter, on connection: Connection) throws {
        try connection.execute("BEGIN")
        // A read transaction begins with its first read (sqlite.org/lang_transaction.html §2.1).
        try connection.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").run()
        let all = DeviceListing.all(of: filter)
        statement = try connection.prepare(all.sql)
        try statement.begin(all.values)
    }

    func next(atMost count: Int) throws(StoreError) -> [DeviceRecord] {
        try StoreError.translating {
            try isAtEnd.withLock { isAtEnd in
                var devices: [DeviceRecord] = []
                while !isAtEnd, devices.count < count {
                    if let device = try statement.next(read: { try row.record(from: $0) }) {
                        devices.append(device)
                    } else {
                        isAtEnd = true
                    }
                }
                return devices
            }
        }
    }
}
