/// What a decision came to, as a document, so that two can be compared member by member.
enum DecisionOutline {
    /// What the history keeps of a decision.
    static func outline(of recorded: RecordedAssignment) -> JSONObject {
        outline(
            isAssigned: recorded.isAssigned, reason: recorded.reason, source: recorded.source,
            division: recorded.division, hub: recorded.hub,
            twin: recorded.twin.map { (try? JSONValue(parsing: $0)) ?? .string($0) })
    }

    /// What the history would keep of a decision; if it is to be whole, also what it does not keep of the answer.
    static func outline(of decision: Decision, isWhole: Bool) -> JSONObject {
        var assigned: Decision.Assignment?
        if case .assigned(let assignment) = decision.outcome { assigned = assignment }
        var object = outline(
            isAssigned: assigned != nil, reason: decision.reason, source: decision.source,
            division: decision.division, hub: assigned?.hub,
            twin: (assigned?.twin).flatMap { try? JSONValue(parsing: $0.json) })
        guard isWhole else { return object }
        object["payload"] = assigned?.payload
        if case .rejected(let rejection) = decision.outcome { object["message"] = .string(rejection.message) }
        return object
    }

    private static func outline(
        isAssigned: Bool, reason: ReasonCode, source: DecisionSource, division: String?, hub: String?,
        twin: JSONValue?
    ) -> JSONObject {
        var object: JSONObject = [
            "outcome": .string(isAssigned ? "assigned" : "rejected"), "reason": .string(reason.rawValue),
        ]
        switch source {
        case .inventory(let revision):
            object["source"] = "inventory"
            object["deviceRevision"] = .number(JSONNumber(revision))
        case .rule(let id):
            object["source"] = "rule"
            object["ruleId"] = .number(JSONNumber(id))
        case .none:
            object["source"] = "none"
        }
        object["division"] = division.map(JSONValue.string)
        object["hub"] = hub.map(JSONValue.string)
        object["initialTwin"] = twin
        return object
    }
}
