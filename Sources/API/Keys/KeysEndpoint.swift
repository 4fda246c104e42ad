import Allocation
import HTTP

/// `/api/keys`: who may call the service. A key's name and role can be changed, its secret cannot: who wants another one makes
/// another key. All of it is an admin's.
struct KeysEndpoint: Sendable {
    let keys: any APIKeyRepository
    let work: InventoryWork

    var routes: [Route] {
        let admins = Access.bearer([])
        return [
            Route(.get, "/api/keys", admins, list),
            Route(.post, "/api/keys", admins, create),
            Route(.get, "/api/keys/{}", admins, show),
            Route(.put, "/api/keys/{}", admins, put),
            Route(.patch, "/api/keys/{}", admins, patch),
            Route(.delete, "/api/keys/{}", admins, revoke),
        ]
    }

    /// All of them, the revoked ones too: people make them by hand, one at a time.
    private func list(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        try context.refuseQuery()
        return try await work.read { [keys] () throws(StoreError) in
            .success(.json(.ok, ["keys": .array(try keys.keys().map(\.listedJSON))]))
        }
    }

    private func show(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let id = try context.number(of: "key")
        try context.refuseQuery()
        return try await work.read { [keys] () throws(StoreError) in
            guard let key = try keys.keys().first(where: { $0.id == id }) else {
                return .failure(Problem(ChangeRefusal.notFound, of: "key"))
            }
            return .success(context.answer(key.listedJSON, at: key.revision))
        }
    }

    /// The answer is the one place where the secret ever stands.
    private func create(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let document = try await context.document()
        let secret = work.surroundings.makeSecret()
        let draft: APIKeyDraft
        do throws(InvalidDocuments) {
            draft = try APIKeyDraft(json: document.json, digest: secret.digest)
        } catch {
            throw Problem(ChangeRefusal.invalid(error), of: "key")
        }
        return try await work.change(
            "key", for: context, body: document.bytes,
            // By the number that the line tells: the name may be another key's by now.
            present: { [keys] line throws(StoreError) in
                let id = line.after?["id"]?.number?.int64
                return try keys.keys().first { $0.id == id }
            },
            answer: { Self.answer(to: $0, secret: secret) }
        ) { [keys] change throws(ChangeRefusal) in
            Changed(.created, try keys.create([draft], in: change).first)
        }
    }

    /// Of a key that is there; one that is to be made has no number yet.
    private func put(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        // Without a precondition it is refused where there is a key, for its revision is to be named, and where there is none.
        try await change(context, if: context.precondition ?? .absent) { document, _ in document }
    }

    private func patch(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        try await change(context, if: context.requiredPrecondition()) { document, key in
            JSONValue.object(["name": .string(key.name), "role": .string(key.role.rawValue)]).merging(
                patch: document)
        }
    }

    private func change(
        _ context: RequestContext, if precondition: Precondition,
        making whole: @escaping @Sendable (_ document: JSONValue, _ key: APIKey) -> JSONValue
    ) async throws(Problem) -> HTTPResponse {
        let id = try context.number(of: "key")
        let document = try await context.document()
        return try await work.change(
            "key", for: context, body: document.bytes,
            present: { [keys] _ throws(StoreError) in try keys.keys().first { $0.id == id } },
            answer: { WriteAnswer(Self.answer(to: $0)) }
        ) { [keys] change throws(ChangeRefusal) in
            try keys.change(id: id, if: precondition, sparingLastAdmin: true, in: change) {
                key throws(ChangeRefusal) in
                do throws(InvalidDocuments) {
                    return try APIKeyDraft(
                        json: whole(document.json, key), digest: key.digest, insteadOf: key.name)
                } catch {
                    throw .invalid(error)
                }
            }
        }
    }

    private func revoke(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let id = try context.number(of: "key")
        let precondition = try context.requiredPrecondition()
        return try await work.change(
            "key", for: context,
            present: { [keys] _ throws(StoreError) in try keys.keys().first { $0.id == id } },
            answer: { WriteAnswer(Self.answer(to: $0)) }
        ) { [keys] change throws(ChangeRefusal) in
            try keys.revoke(id: id, if: precondition, sparingLastAdmin: true, in: change)
        }
    }

    private static func answer(to changed: Changed<APIKey>, _ more: JSONObject = [:]) -> HTTPResponse {
        .changed(
            changed.effect,
            changed.value.map { key in
                var object = key.listedJSON.object ?? JSONObject()
                for member in more.members { object[member.name] = member.value }
                return (.object(object), key.revision, "/api/keys/\(key.id)")
            })
    }

    /// With the secret, and for the next time without it.
    private static func answer(to changed: Changed<APIKey>, secret: APIKeySecret) -> WriteAnswer {
        var response = answer(to: changed, ["secret": .string(secret.text)])
        var kept = answer(
            to: changed,
            [
                "secret": nil,
                "secretNote":
                    "It stood in the first answer and is kept nowhere. If that answer is lost, revoke this key.",
            ])
        // RFC 9111 §5.2.2.5: nothing on the way may keep a secret.
        response.fields.append(("cache-control", "no-store"))
        kept.fields.append(("cache-control", "no-store"))
        return WriteAnswer(response, keeping: kept)
    }
}
