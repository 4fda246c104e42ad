extension APIKey {
    /// The key as people read it and the change log keeps it: with its number, by which it is told from another that had or gets
    /// its name, and without its digest, which is nobody's business.
    package var json: JSONValue {
        var object: JSONObject = [
            "id": .number(JSONNumber(id)), "name": .string(name), "role": .string(role.rawValue),
            "createdAt": .string(createdAt.description),
        ]
        object["revokedAt"] = revokedAt.map { .string($0.description) }
        return .object(object)
    }

    /// The key with its revision.
    package var listedJSON: JSONValue {
        var object = json.object ?? JSONObject()
        object["revision"] = .number(JSONNumber(revision))
        return .object(object)
    }
}
