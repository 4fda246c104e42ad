package import Allocation

extension InMemoryStore: APIKeyRepository {
    package func keys() throws(StoreError) -> [APIKey] {
        try withContents { $0.keys }
    }

    package func create(
        name: String, role: Role, digest: SHA256Digest, at time: Timestamp
    ) throws(StoreError) -> APIKey {
        try withContents { contents throws(StoreError) in
            guard !contents.keys.contains(where: { $0.name == name && $0.revokedAt == nil }) else {
                throw .refused("there is a live key named \(name) already")
            }
            let id = Int64(contents.keys.count + 1)
            let key = APIKey(id: id, name: name, role: role, digest: digest, createdAt: time, revokedAt: nil)
            contents.keys.append(key)
            return key
        }
    }

    package func revoke(name: String, at time: Timestamp) throws(StoreError) -> Bool {
        try withContents { contents in
            guard let position = contents.keys.firstIndex(where: { $0.name == name && $0.revokedAt == nil })
            else {
                return false
            }
            let key = contents.keys[position]
            contents.keys[position] = APIKey(
                id: key.id, name: key.name, role: key.role, digest: key.digest, createdAt: key.createdAt,
                revokedAt: max(time, key.createdAt))
            return true
        }
    }
}
