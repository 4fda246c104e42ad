package import Allocation

extension APIKeyRepository {
    /// Makes one key.
    package func create(
        name: String, role: Role, digest: SHA256Digest, at time: Timestamp
    ) throws(StoreError) -> APIKey {
        let keys = try create([APIKeyDraft(name: name, role: role, digest: digest)], at: time)
        guard let key = keys.first else { throw .inconsistent("no key was made") }
        return key
    }
}
