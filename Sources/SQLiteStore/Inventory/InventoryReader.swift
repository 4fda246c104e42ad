import Allocation
import SQLite

/// A connection that reads the inventory for decisions, with its compiled statements and its copy of the
/// policy and the keys.
///
/// Unchecked: the pool that owns it lends it to one thread at a time.
final class InventoryReader: @unchecked Sendable {
    /// One statement is one look at the database: the policy's revision and the device are of the same
    /// moment.
    static let standingQuery = """
        SELECT revisions.policy, \(DeviceRow.columns)
          FROM revisions
          LEFT JOIN devices ON devices.registration_id = ?1
        """

    private let connection: Connection
    private let selectStanding: Statement
    private let selectKeysRevision: Statement
    private let selectKeys: Statement
    private var rows: PolicyRows?
    private var keys: (revision: Int64, live: LiveKeys)?

    init(in directory: DataDirectory) throws {
        connection = try Connection.open(.inventory, in: directory, onlyQueries: true)
        selectStanding = try connection.prepare(Self.standingQuery)
        selectKeysRevision = try connection.prepare("SELECT keys FROM revisions")
        selectKeys = try connection.prepare(
            "SELECT \(APIKeyRow.columns) FROM api_keys WHERE revoked_at IS NULL")
    }

    func standing(of registrationID: RegistrationID) throws -> InventoryStanding {
        if let rows, let standing = try standing(of: registrationID, with: rows) { return standing }
        // Somebody changed a division or a rule since the last look: read them and the device in one
        // transaction.
        return try connection.transaction(writing: false) {
            let rows = try PolicyRows.read(from: connection)
            self.rows = rows
            guard let standing = try standing(of: registrationID, with: rows) else {
                throw StoreError.inconsistent("the policy's revision changed within a transaction")
            }
            return standing
        }
    }

    /// `nil` when `rows` are not the ones in force.
    private func standing(of registrationID: RegistrationID, with rows: PolicyRows) throws
        -> InventoryStanding?
    {
        let standing = try selectStanding.first(.text(registrationID.text)) { row -> InventoryStanding? in
            guard row.integer(0) == rows.policy.revision else { return nil }
            let device = try row.optionalText(1).map { _ in
                try DeviceRow.device(from: row, startingAt: 1, divisionNames: rows.divisionNames)
            }
            return InventoryStanding(policy: rows.policy, registered: device)
        }
        guard let standing else { throw StoreError.inconsistent("the table revisions is empty") }
        return standing
    }

    func liveKeys() throws -> LiveKeys {
        guard let revision = try selectKeysRevision.first(read: { $0.integer(0) }) else {
            throw StoreError.inconsistent("the table revisions is empty")
        }
        if let keys, keys.revision == revision { return keys.live }
        // Read after the revision: if another change comes in between, the keys are newer than they are taken
        // for, and are only read once more.
        let live = LiveKeys(try selectKeys.all(read: APIKeyRow.key))
        keys = (revision, live)
        return live
    }
}
