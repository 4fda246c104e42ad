extension Change {
    /// The line as people read it; members without a value are left out.
    package var json: JSONValue {
        var object: JSONObject = [
            "id": .number(JSONNumber(id)),
            "changeSet": .number(JSONNumber(set.id)),
            "changeSetKind": .string(set.kind.rawValue),
            "time": .string(set.context.time.description),
            "actor": .string(set.context.actor),
            "effect": .string(effect.rawValue),
            "kind": .string(kind.rawValue),
            "subject": .string(subject),
        ]
        object["actorKey"] = set.context.keyID.map { .number(JSONNumber($0)) }
        object["requestId"] = set.context.requestID.map { .string($0.description) }
        object["message"] = set.context.message.map(JSONValue.string)
        object["undoes"] = set.undoes.map { .number(JSONNumber($0)) }
        object["revision"] = revision.map { .number(JSONNumber($0)) }
        object["before"] = before
        object["after"] = after
        return .object(object)
    }
}
