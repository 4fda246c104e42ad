package import Allocation
import SQLite

/// The keys, in the table `api_keys`.
package struct SQLiteAPIKeyRepository: APIKeyRepository {
    private let inventory: SerializedConnection

    package init(_ inventory: SerializedConnection) {
        self.inventory = inventory
    }

    package func keys() throws(StoreError) -> [APIKey] {
        try inventory.read { connection in
            try connection.prepare("SELECT \(APIKeyRow.columns) FROM api_keys ORDER BY key_id").all(
                read: APIKeyRow.key)
        }
    }

    package func create(_ drafts: [APIKeyDraft], at time: Timestamp) throws(StoreError) -> [APIKey] {
        try inventory.write { connection in
            let insert = try connection.prepare(
                "INSERT INTO api_keys (name, role, sha256, created_at) VALUES (?1, ?2, ?3, ?4)")
            return try drafts.map { draft in
                do {
                    try insert.run(
                        .text(draft.name), .text(draft.role.rawValue), .blob(draft.digest.bytes),
                        .integer(time.milliseconds))
                } catch let error as SQLiteError where error.isDuplicate {
                    throw StoreError.refused(
                        "there is a live key named \(draft.name) already: choose another name, or revoke it first"
                    )
                }
                return APIKey(
                    id: connection.lastInsertedRowID, name: draft.name, role: draft.role,
                    digest: draft.digest,
                    createdAt: time, revokedAt: nil)
            }
        }
    }

    package func revoke(name: String, at time: Timestamp) throws(StoreError) -> Bool {
        try inventory.write { connection in
            try connection.prepare(
                "UPDATE api_keys SET revoked_at = max(?2, created_at) WHERE name = ?1 AND revoked_at IS NULL"
            ).run(.text(name), .integer(time.milliseconds))
            return connection.changedRows > 0
        }
    }
}
