import Allocation

/// In which order decisions are told.
enum AssignmentOrder: String, CaseIterable {
    case newest
    case oldest
}

extension QueryParameters {
    /// Those by which decisions are chosen.
    static let assignmentFilterNames = [
        "registrationId", "registrationIdPrefix", "hub", "previousHub", "division", "outcome", "reason",
        "source", "rule", "enrollment", "attestation", "since", "until", "requestId", "changesHub",
    ]

    mutating func assignmentFilter() -> AssignmentFilter {
        var filter = AssignmentFilter()
        filter.registrationID = registrationID("registrationId")
        filter.registrationIDPrefix = text("registrationIdPrefix")
        filter.hub = text("hub")
        filter.previousHub = text("previousHub")
        filter.division = text("division")
        filter.outcome = choice("outcome")
        filter.reason = choice("reason")
        filter.source = choice("source")
        filter.ruleID = integer("rule", in: 1...Int64.max)
        filter.enrollment = text("enrollment")
        filter.attestation = choice("attestation")
        filter.since = time("since")
        filter.until = time("until")
        filter.requestID = requestID("requestId")
        filter.changesHub = flag("changesHub") ?? false
        return filter
    }

    private mutating func requestID(_ name: String) -> RequestID? {
        guard let text = self[name] else { return nil }
        if let id = RequestID(text) { return id }
        add(name, "must be the ID of a request, as x-request-id has it (RFC 9562 §4)")
        return nil
    }

    mutating func assignmentOrder() -> AssignmentOrder { choice("order") ?? .newest }
}
