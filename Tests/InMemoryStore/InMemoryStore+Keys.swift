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
                    Line(
                        kind: .key, subject: key.name, revision: key.revision, before: nil, after: key.json))
            }
            return Array(contents.keys[start...])
        }
    }

    package func revoke(name: String, in context: ChangeContext) throws(ChangeRefusal) -> Bool {
        try change(in: context) { contents, lines in
            guard let position = contents.keys.firstIndex(where: { $0.name == name && $0.revokedAt == nil })
            else { return false }
            _ = contents.revoke(at: position, &lines, at: context.time)
            return true
        }
    }

    package func revoke(
        id: Int64, if precondition: Precondition, in context: ChangeContext
    ) throws(ChangeRefusal) -> Changed<APIKey> {
        try change(in: context) { contents, lines throws(ChangeRefusal) in
            let position = contents.keys.firstIndex { $0.id == id }
            let key = position.map { contents.keys[$0] }
            guard precondition.holds(for: key?.revision) else {
                throw .preconditionFailed(presentRevision: key?.revision)
            }
            guard let position, let key else { throw .notFound }
            guard key.revokedAt == nil else { return Changed(.unchanged, key) }
            return Changed(.updated, contents.revoke(at: position, &lines, at: context.time))
        }
    }
}

extension InMemoryStore.Contents {
    fileprivate mutating func revoke(
        at position: Int, _ lines: inout [InMemoryStore.Line], at time: Timestamp
    ) -> APIKey {
        let key = keys[position]
        let revoked = key.revoked(at: time)
        keys[position] = revoked
        lines.append(
            InMemoryStore.Line(
                kind: .key, subject: key.name, revision: revoked.revision, before: key.json,
                after: revoked.json))
        return revoked
    }
}
