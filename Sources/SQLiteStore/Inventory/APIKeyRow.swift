import Allocation
import SQLite

/// How a key stands in a row of `api_keys`.
enum APIKeyRow {
    /// The columns in the order in which `key(from:)` reads them.
    static let columns = "key_id, name, role, sha256, created_at, revoked_at, revision"

    static func key(from row: Row) throws -> APIKey {
        guard let role = Role(rawValue: row.text(2)), let digest = SHA256Digest(bytes: row.blob(3)) else {
            throw StoreError.inconsistent("key \(row.text(1)) has the role \(row.text(2))")
        }
        return APIKey(
            id: row.integer(0),
            name: row.text(1),
            role: role,
            digest: digest,
            createdAt: Timestamp(milliseconds: row.integer(4)),
            revokedAt: row.optionalInteger(5).map(Timestamp.init(milliseconds:)),
            revision: row.integer(6)
        )
    }
}
