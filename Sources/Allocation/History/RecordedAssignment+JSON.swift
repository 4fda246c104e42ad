extension RecordedAssignment {
    /// The row in the words of the HTTP interface; members without a value are left out.
    package var json: JSONValue {
        var object = JSONObject()
        object["id"] = .number(JSONNumber(id))
        object["decidedAt"] = .string(decidedAt.description)
        object["requestId"] = .string(requestID.description)
        object["registrationId"] = registrationID.map(JSONValue.string)
        object["outcome"] = .string(isAssigned ? "assigned" : "rejected")
        object["reason"] = .string(reason.rawValue)
        switch source {
        case .inventory(let revision):
            object["source"] = "inventory"
            object["deviceRevision"] = .number(JSONNumber(revision))
        case .rule(let rule):
            object["source"] = "rule"
            object["ruleId"] = .number(JSONNumber(rule))
        case .none:
            object["source"] = "none"
        }
        object["policyRevision"] = policyRevision.map { .number(JSONNumber($0)) }
        object["division"] = division.map(JSONValue.string)
        object["hub"] = hub.map(JSONValue.string)
        object["previousHub"] = previousHub.map(JSONValue.string)
        object["linkedHubs"] = linkedHubs.map { .array($0.map(JSONValue.string)) }
        object["enrollment"] = enrollment.map { ["kind": .string($0.kind.rawValue), "id": .string($0.id)] }
        object["attestation"] = attestation.map { .string($0.rawValue) }
        // What was sent was valid when it was written; if it no longer is, the text itself says most.
        object["initialTwin"] = twin.map { (try? JSONValue(parsing: $0)) ?? .string($0) }
        return .object(object)
    }
}
