extension ChangeSet {
    /// The set as people read it; members without a value are left out.
    package var json: JSONValue {
        var object: JSONObject = [
            "id": .number(JSONNumber(id)),
            "kind": .string(kind.rawValue),
            "time": .string(context.time.description),
            "actor": .string(context.actor),
            "created": .number(JSONNumber(counts.created)),
            "updated": .number(JSONNumber(counts.updated)),
            "deleted": .number(JSONNumber(counts.deleted)),
        ]
        object["actorKey"] = context.keyID.map { .number(JSONNumber($0)) }
        object["requestId"] = context.requestID.map { .string($0.description) }
        object["message"] = context.message.map(JSONValue.string)
        object["undoes"] = undoes.map { .number(JSONNumber($0)) }
        object["undoneBy"] = undoneBy.map { .number(JSONNumber($0)) }
        object["import"] = importID.map { .string($0.description) }
        object["source"] = source.map(JSONValue.string)
        return .object(object)
    }
}
