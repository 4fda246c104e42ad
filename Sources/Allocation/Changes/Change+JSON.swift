extension Change {
    /// The line as people read it; members without a value are left out.
    package var json: JSONValue {
        var object = set.members(ofLine: id, effect, kind, subject, revision)
        object["before"] = before
        object["after"] = after
        return .object(object)
    }
}

extension ChangeSet {
    /// What is told of a line of this set beside the thing itself.
    func members(
        ofLine id: Int64, _ effect: WriteEffect, _ kind: Change.Kind, _ subject: String, _ revision: Int64?
    ) -> JSONObject {
        var object: JSONObject = [
            "id": .number(JSONNumber(id)),
            "changeSet": .number(JSONNumber(self.id)),
            "changeSetKind": .string(self.kind.rawValue),
            "time": .string(context.time.description),
            "actor": .string(context.actor),
            "effect": .string(effect.rawValue),
            "kind": .string(kind.rawValue),
            "subject": .string(subject),
        ]
        object["actorKey"] = context.keyID.map { .number(JSONNumber($0)) }
        object["requestId"] = context.requestID.map { .string($0.description) }
        object["message"] = context.message.map(JSONValue.string)
        object["undoes"] = undoes.map { .number(JSONNumber($0)) }
        object["revision"] = revision.map { .number(JSONNumber($0)) }
        return object
    }
}
