/// A key as it is kept: by name, role and digest. The secret itself is shown once and kept nowhere.
package struct APIKey: Sendable, Equatable {
    package let id: Int64

    /// Unique among the keys that are not revoked.
    package let name: String
    package let role: Role

    /// SHA-256 of the secret's text. The secret has 256 random bits, so no salt or slow hash is called for.
    package let digest: SHA256Digest
    package let createdAt: Timestamp
    package let revokedAt: Timestamp?

    package init(
        id: Int64, name: String, role: Role, digest: SHA256Digest, createdAt: Timestamp, revokedAt: Timestamp?
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.digest = digest
        self.createdAt = createdAt
        self.revokedAt = revokedAt
    }

    /// 1 while the key is live, 2 once it is revoked: nothing else of a key ever changes.
    package var revision: Int64 { revokedAt == nil ? 1 : 2 }

    /// The key as it is once it was revoked; never before it was made, whatever the clock says.
    package func revoked(at time: Timestamp) -> APIKey {
        APIKey(
            id: id, name: name, role: role, digest: digest, createdAt: createdAt,
            revokedAt: max(time, createdAt))
    }
}
