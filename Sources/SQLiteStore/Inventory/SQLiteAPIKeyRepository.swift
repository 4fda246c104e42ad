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
            try Self.keys(on: connection)
        }
    }

    private static func keys(on connection: Connection) throws -> [APIKey] {
        try connection.prepare("SELECT \(APIKeyRow.columns) FROM api_keys ORDER BY key_id").all(
            read: APIKeyRow.key)
    }

    package func create(
        _ drafts: [APIKeyDraft], in context: ChangeContext
    ) throws(ChangeRefusal) -> [APIKey] {
        try inventory.change(in: context) { connection, log in
            let insert = try connection.prepare(
                "INSERT INTO api_keys (name, role, sha256, created_at) VALUES (?1, ?2, ?3, ?4)")
            return try drafts.map { draft in
                do {
                    try insert.run(
                        .text(draft.name), .text(draft.role.rawValue), .blob(draft.digest.bytes),
                        .integer(context.time.milliseconds))
                } catch let error as SQLiteError where error.isDuplicate {
                    throw Self.isTaken(draft.name)
                }
                let key = APIKey(
                    id: connection.lastInsertedRowID, name: draft.name, role: draft.role,
                    digest: draft.digest, createdAt: context.time)
                try log.record(.key, key.name, revision: key.revision, before: nil, after: key.json)
                return key
            }
        }
    }

    package func change(
        id: Int64, if precondition: Precondition, sparingLastAdmin sparesLastAdmin: Bool,
        in context: ChangeContext, _ change: (APIKey) throws(ChangeRefusal) -> APIKeyDraft
    ) throws(ChangeRefusal) -> Changed<APIKey> {
        try inventory.change(in: context) { connection, log in
            let key = try Self.key(id, if: precondition, on: connection)
            guard let renamed = try key.changed(by: change) else { return Changed(.unchanged, key) }
            if sparesLastAdmin {
                try key.checkAdminStays(after: renamed, among: Self.keys(on: connection))
            }
            do {
                try connection.prepare(
                    "UPDATE api_keys SET name = ?2, role = ?3, revision = ?4 WHERE key_id = ?1"
                ).run(
                    .integer(id), .text(renamed.name), .text(renamed.role.rawValue),
                    .integer(renamed.revision))
            } catch let error as SQLiteError where error.isDuplicate {
                throw Self.isTaken(renamed.name)
            }
            try log.record(
                .key, renamed.name, revision: renamed.revision, before: key.json, after: renamed.json)
            return Changed(.updated, renamed)
        }
    }

    package func revoke(name: String, in context: ChangeContext) throws(ChangeRefusal) -> Bool {
        try inventory.change(in: context) { connection, log in
            let query = "SELECT \(APIKeyRow.columns) FROM api_keys WHERE name = ?1 AND revoked_at IS NULL"
            guard let key = try connection.prepare(query).first(.text(name), read: APIKeyRow.key) else {
                return false
            }
            _ = try Self.revoke(key, at: context.time, on: connection, log: &log)
            return true
        }
    }

    package func revoke(
        id: Int64, if precondition: Precondition, sparingLastAdmin sparesLastAdmin: Bool,
        in context: ChangeContext
    ) throws(ChangeRefusal) -> Changed<APIKey> {
        try inventory.change(in: context) { connection, log in
            let key = try Self.key(id, if: precondition, on: connection)
            guard key.revokedAt == nil else { return Changed(.unchanged, key) }
            if sparesLastAdmin {
                try key.checkAdminStays(
                    after: key.revoked(at: context.time), among: Self.keys(on: connection))
            }
            return Changed(.updated, try Self.revoke(key, at: context.time, on: connection, log: &log))
        }
    }

    private static func key(
        _ id: Int64, if precondition: Precondition, on connection: Connection
    ) throws -> APIKey {
        let query = "SELECT \(APIKeyRow.columns) FROM api_keys WHERE key_id = ?1"
        let key = try connection.prepare(query).first(.integer(id), read: APIKeyRow.key)
        guard precondition.holds(for: key?.revision) else {
            throw ChangeRefusal.preconditionFailed(presentRevision: key?.revision)
        }
        guard let key else { throw ChangeRefusal.notFound }
        return key
    }

    private static func isTaken(_ name: String) -> ChangeRefusal {
        .store(
            .refused("there is a live key named \(name) already: choose another name, or revoke it first"))
    }

    private static func revoke(
        _ key: APIKey, at time: Timestamp, on connection: Connection, log: inout ChangeLogWriter
    ) throws -> APIKey {
        let revoked = key.revoked(at: time)
        try connection.prepare(
            "UPDATE api_keys SET revoked_at = ?2, revision = ?3 WHERE key_id = ?1"
        ).run(.integer(key.id), .optional(revoked.revokedAt?.milliseconds), .integer(revoked.revision))
        try log.record(.key, key.name, revision: revoked.revision, before: key.json, after: revoked.json)
        return revoked
    }
}
