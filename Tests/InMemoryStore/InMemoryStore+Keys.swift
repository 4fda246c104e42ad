package import Allocation

extension InMemoryStore: APIKeyRepository {
    package func keys() throws(StoreError) -> [APIKey] {
        try withContents { $0.keys }
    }

    package func create(
        _ drafts: [APIKeyDraft], in context: ChangeContext
    ) throws(ChangeRefusal) -> [APIKey] {
        try change(in: context) { contents, lines throws(ChangeRefusal) in
            let start = contents.keys.count
            for draft in drafts {
                guard !contents.keys.contains(where: { $0.name == draft.name && $0.revokedAt == nil }) else {
                    throw .store(.refused("there is a live key named \(draft.name) already"))
                }
                let key = APIKey(
                    id: Int64(contents.keys.count + 1), name: draft.name, role: draft.role,
                    digest: draft.digest, createdAt: context.time, revokedAt: nil)
                contents.keys.append(key)
                lines.append(
                    Line(kind: .key, subject: key.name, revision: nil, before: nil, after: key.json))
            }
            return Array(contents.keys[start...])
        }
    }

    package func revoke(name: String, in context: ChangeContext) throws(ChangeRefusal) -> Bool {
        try change(in: context) { contents, lines in
            guard let position = contents.keys.firstIndex(where: { $0.name == name && $0.revokedAt == nil })
            else { return false }
            let key = contents.keys[position]
            let revoked = key.revoked(at: context.time)
            contents.keys[position] = revoked
            lines.append(
                Line(kind: .key, subject: name, revision: nil, before: key.json, after: revoked.json))
            return true
        }
    }
}
