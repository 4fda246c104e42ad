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
                    digest: draft.digest, createdAt: context.time)
                contents.keys.append(key)
                lines.append(
                    Line(
                        kind: .key, subject: key.name, revision: key.revision, before: nil, after: key.json))
            }
            return Array(contents.keys[start...])
        }
    }

    package func change(
        id: Int64, if precondition: Precondition, sparingLastAdmin sparesLastAdmin: Bool,
        in context: ChangeContext, _ change: (APIKey) throws(ChangeRefusal) -> APIKeyDraft
    ) throws(ChangeRefusal) -> Changed<APIKey> {
        try self.change(in: context) { contents, lines throws(ChangeRefusal) in
            let position = try contents.position(ofKey: id, if: precondition)
            let key = contents.keys[position]
            guard let renamed = try key.changed(by: change) else { return Changed(.unchanged, key) }
            if sparesLastAdmin { try key.checkAdminStays(after: renamed, among: contents.keys) }
            guard
                !contents.keys.contains(where: {
                    $0.id != id && $0.name == renamed.name && $0.revokedAt == nil
                })
            else { throw .store(.refused("there is a live key named \(renamed.name) already")) }
            contents.keys[position] = renamed
            lines.append(
                Line(
                    kind: .key, subject: renamed.name, revision: renamed.revision, before: key.json,
                    after: renamed.json))
            return Changed(.updated, renamed)
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
        id: Int64, if precondition: Precondition, sparingLastAdmin sparesLastAdmin: Bool,
        in context: ChangeContext
    ) throws(ChangeRefusal) -> Changed<APIKey> {
        try change(in: context) { contents, lines throws(ChangeRefusal) in
            let position = try contents.position(ofKey: id, if: precondition)
            let key = contents.keys[position]
            guard key.revokedAt == nil else { return Changed(.unchanged, key) }
            if sparesLastAdmin {
                try key.checkAdminStays(after: key.revoked(at: context.time), among: contents.keys)
            }
            return Changed(.updated, contents.revoke(at: position, &lines, at: context.time))
        }
    }
}

extension InMemoryStore.Contents {
    fileprivate func position(ofKey id: Int64, if precondition: Precondition) throws(ChangeRefusal) -> Int {
        let position = keys.firstIndex { $0.id == id }
        let revision = position.map { keys[$0].revision }
        guard precondition.holds(for: revision) else {
            throw .preconditionFailed(presentRevision: revision)
        }
        guard let position else { throw .notFound }
        return position
    }

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
