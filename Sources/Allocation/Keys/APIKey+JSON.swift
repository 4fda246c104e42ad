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
}
