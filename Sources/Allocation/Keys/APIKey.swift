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

    /// 1 when it was made; each change makes it one more.
    package let revision: Int64

    package init(
        id: Int64, name: String, role: Role, digest: SHA256Digest, createdAt: Timestamp,
        revokedAt: Timestamp? = nil, revision: Int64 = 1
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.digest = digest
        self.createdAt = createdAt
        self.revokedAt = revokedAt
        self.revision = revision
    }

    /// The key with the name and role of what `change` makes of it; the same secret opens it.
    ///
    /// - Returns: `nil` when those are the ones it has.
    /// - Throws: what `change` throws, or `ChangeRefusal` when the key is revoked, which is for good.
    package func changed(
        by change: (APIKey) throws(ChangeRefusal) -> APIKeyDraft
    ) throws(ChangeRefusal) -> APIKey? {
        guard revokedAt == nil else {
            throw .store(.refused("the key \(name) is revoked, and stays as it is: make another one"))
        }
        let draft = try change(self)
        guard draft.name != name || draft.role != role else { return nil }
        return APIKey(
            id: id, name: draft.name, role: draft.role, digest: digest, createdAt: createdAt,
            revision: revision + 1)
    }

    /// - Throws: `ChangeRefusal` when this key is live and no longer would be an admin's, while no other live one of `keys` is.
    package func checkAdminStays(after changed: APIKey, among keys: [APIKey]) throws(ChangeRefusal) {
        guard revokedAt == nil, changed.role != .admin || changed.revokedAt != nil,
            LiveKeys(keys).isLastAdmin(self)
        else { return }
        throw .store(
            .refused(
                "\(name) is the last live key of an admin, and without one nobody could administer over HTTP: make another "
                    + "first, or use the command line"))
    }

    /// The key as it is once it was revoked; never before it was made, whatever the clock says.
    package func revoked(at time: Timestamp) -> APIKey {
        APIKey(
            id: id, name: name, role: role, digest: digest, createdAt: createdAt,
            revokedAt: max(time, createdAt), revision: revision + 1)
    }
}
