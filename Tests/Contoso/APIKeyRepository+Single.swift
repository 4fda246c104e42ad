package import Allocation

extension APIKeyRepository {
    /// Makes one key.
    package func create(
        name: String, role: Role, digest: SHA256Digest, at time: Timestamp
    ) throws(ChangeRefusal) -> APIKey {
        let draft: APIKeyDraft
        do throws(StoreError) {
            draft = try APIKeyDraft(name: name, role: role, digest: digest)
        } catch {
            throw .store(error)
        }
        let keys = try create([draft], in: .at(time))
        guard let key = keys.first else { throw .store(.inconsistent("no key was made")) }
        return key
    }

    package func revoke(name: String, at time: Timestamp) throws(ChangeRefusal) -> Bool {
        try revoke(name: name, in: .at(time))
    }
}
