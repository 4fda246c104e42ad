package import Allocation

extension InMemoryStore: APIKeyRepository {
    package func keys() throws(StoreError) -> [APIKey] {
        try withContents { $0.keys }
    }

    package func create(_ drafts: [APIKeyDraft], at time: Timestamp) throws(StoreError) -> [APIKey] {
        try withContents { contents throws(StoreError) in
            let start = contents.keys.count
            for draft in drafts {
                guard !contents.keys.contains(where: { $0.name == draft.name && $0.revokedAt == nil }) else {
                    throw .refused("there is a live key named \(draft.name) already")
                }
                contents.keys.append(
                    APIKey(
                        id: Int64(contents.keys.count + 1), name: draft.name, role: draft.role,
                        digest: draft.digest, createdAt: time, revokedAt: nil))
            }
            return Array(contents.keys[start...])
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
