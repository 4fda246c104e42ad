/// What a walk along the history's chain found.
package struct HistoryVerification: Sendable, Equatable {
    /// Assignments whose content and place are proven.
    package var verified: Int64 = 0

    /// Assignments that are older than the chain, so that nothing proves them.
    package var notCovered: Int64 = 0

    /// Assignments that were taken away to keep the history short, and in how many stretches.
    package var pruned: Int64 = 0
    package var cuts: Int64 = 0

    package var events: Int64 = 0
    package var clockSteps: Int64 = 0

    /// The last link; kept elsewhere, it later proves that all of this is still there.
    package var head: SHA256Digest?

    /// The number of the last assignment; 0 when there is none.
    package var lastAssignment: Int64 = 0

    /// Whose link a hash is that was asked about; `nil` when it is nobody's.
    package var place: HistoryFault.Place?

    /// Assignments before that place of which only an event behind it says that they were pruned. The hash does not prove that, nor
    /// anything in front of them.
    package var prunedSince: Int64 = 0

    /// Where the walk had to end; `nil` when it went to the history's end.
    package var fault: HistoryFault?

    package init() {}

    package var json: JSONValue {
        var object: JSONObject = [
            "isIntact": .bool(fault == nil),
            "verified": .number(JSONNumber(verified)),
            "notCovered": .number(JSONNumber(notCovered)),
            "pruned": .number(JSONNumber(pruned)),
            "cuts": .number(JSONNumber(cuts)),
            "events": .number(JSONNumber(events)),
            "clockSteps": .number(JSONNumber(clockSteps)),
            "lastAssignment": .number(JSONNumber(lastAssignment)),
        ]
        object["head"] = head.map { .string($0.description) }
        object["against"] = place.map { .string($0.description) }
        if place != nil { object["prunedSince"] = .number(JSONNumber(prunedSince)) }
        object["fault"] = fault.map { fault in
            [
                "place": .string(fault.place.description), "kind": .string(fault.kind.rawValue),
                "message": .string(fault.message),
            ]
        }
        return .object(object)
    }
}
