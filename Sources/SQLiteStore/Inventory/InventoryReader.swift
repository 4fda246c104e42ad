import Allocation
import SQLite

/// A connection that reads the inventory for decisions, with its compiled statements and its copy of the policy and the
/// keys.
///
/// Unchecked: the pool that owns it lends it to one thread at a time. After an error it is of no further use.
final class InventoryReader: @unchecked Sendable {
    /// How often it is made sure that the file is still the one that was opened, in nanoseconds: a system call.
    private static let checkInterval: UInt64 = 100_000_000

    private let connection: Connection
    private let uptime: @Sendable () -> UInt64
    private var checkedAt: UInt64 = 0
    private let snapshot: HeldSnapshot
    private let selectRevisions: Statement
    private let selectDevice: Statement
    private let selectKeys: Statement
    private var rows: PolicyRows?
    private var keys: (revision: Int64, live: LiveKeys)?

    /// Somebody committed since the call before the last one: other readers hold an old state.
    private(set) var hasMoved = false

    /// - Parameters:
    ///   - directory: where the inventory is.
    ///   - cacheSize: memory for the database's pages, in KiB.
    ///   - uptime: nanoseconds on a clock that is never set.
    /// - Throws: `StoreError` or `SQLiteError` when it cannot be opened.
    init(in directory: DataDirectory, cacheSize: Int, uptime: @escaping @Sendable () -> UInt64) throws {
        self.uptime = uptime
        connection = try Connection.open(.inventory, in: directory, onlyQueries: true)
        // Room for all but the leaves of a tree of ten million devices, so that a device is at most one page away
        // (sqlite.org/pragma.html#pragma_cache_size: a negative number is in KiB).
        try connection.execute("PRAGMA cache_size = -\(cacheSize)")
        snapshot = try HeldSnapshot(on: connection)
        selectRevisions = try connection.prepare("SELECT policy, keys FROM revisions")
        selectDevice = try connection.prepare(RegistrationRow.query)
        selectKeys = try connection.prepare(
            "SELECT \(APIKeyRow.columns) FROM api_keys WHERE revoked_at IS NULL")
    }

    /// Lets go of the state that it looks at, so that the WAL can be started anew.
    func rest() {
        snapshot.end()
    }

    func standing(of registrationID: RegistrationID) throws -> InventoryStanding {
        let rows = try current().rows
        let registered = try selectDevice.first(.text(registrationID.text)) { row in
            try RegistrationRow.registration(from: row, of: registrationID, divisions: rows.divisions)
        }
        return InventoryStanding(policy: rows.policy, registered: registered)
    }

    func liveKeys() throws -> LiveKeys {
        try current().keys
    }

    /// The policy and the keys as of now, and the snapshot to match. Read anew only when their revision moved.
    private func current() throws -> (rows: PolicyRows, keys: LiveKeys) {
        let now = uptime()
        if now &- checkedAt >= Self.checkInterval {
            guard !connection.hasMoved else {
                throw StoreError.unavailable("the inventory's file was removed or replaced")
            }
            checkedAt = now
        }
        hasMoved = try snapshot.renew()
        if !hasMoved, let rows, let keys { return (rows, keys.live) }
        let revisions = try selectRevisions.first { (policy: $0.integer(0), keys: $0.integer(1)) }
        guard let revisions else { throw StoreError.inconsistent("the table revisions is empty") }
        let rows = try rows(at: revisions.policy)
        let live = try liveKeys(at: revisions.keys)
        self.rows = rows
        keys = (revisions.keys, live)
        return (rows, live)
    }

    private func rows(at revision: Int64) throws -> PolicyRows {
        if let rows, rows.policy.revision == revision { return rows }
        return try PolicyRows.read(from: connection)
    }

    private func liveKeys(at revision: Int64) throws -> LiveKeys {
        if let keys, keys.revision == revision { return keys.live }
        return LiveKeys(try selectKeys.all(read: APIKeyRow.key))
    }
}
