extension APIKey {
    /// The key as people read it: without its digest, which is nobody's business.
    package var json: JSONValue {
        var object: JSONObject = [
            "name": .string(name), "role": .string(role.rawValue),
            "createdAt": .string(createdAt.description),
        ]
        object["revokedAt"] = revokedAt.map { .string($0.description) }
        return .object(object)
    }

    /// The key as one of a list: with its number, by which it is told from a revoked one of its name, and its revision.
    package var listedJSON: JSONValue {
        var object: JSONObject = ["id": .number(JSONNumber(id))]
        for member in json.object?.members ?? [] { object[member.name] = member.value }
        object["revision"] = .number(JSONNumber(revision))
        return .object(object)
    }
}
