/// One thing that happened to a device.
package enum TimelineEntry: Sendable, Equatable {
    case changed(Change)
    case decided(RecordedAssignment)

    /// What happened, in one word.
    package enum Event: String, Sendable, CaseIterable {
        case registered
        case changed
        case retired
        case erased
        case assigned
        case refused
    }

    package var event: Event {
        switch self {
        case .decided(let assignment): return assignment.isAssigned ? .assigned : .refused
        case .changed(let change):
            switch (change.before, change.after) {
            case (nil, _): return .registered
            case (_, nil): return .erased
            case (let before?, let after?):
                let retired = JSONValue.string(DeviceStatus.retired.rawValue)
                return before["status"] != retired && after["status"] == retired ? .retired : .changed
            }
        }
    }

    package var time: Timestamp {
        switch self {
        case .changed(let change): change.set.context.time
        case .decided(let assignment): assignment.decidedAt
        }
    }

    /// The key or user that made the change; DPS for what it asked.
    package var actor: String {
        switch self {
        case .changed(let change): change.set.context.actor
        case .decided: "DPS"
        }
    }

    /// Why, in the words of whoever made the change.
    package var message: String? {
        switch self {
        case .changed(let change): change.set.context.message
        case .decided: nil
        }
    }

    /// What the change made of the device, member by member; of a new one each member that it has but the ID.
    package var differences: [JSONDifference] {
        guard case .changed(let change) = self, let after = change.after else { return [] }
        var before: JSONObject = [:]
        before["registrationId"] = after["registrationId"]
        return (change.before ?? .object(before)).differences(to: after)
    }

    /// What happened in plain words, in one line.
    package var summary: String {
        switch self {
        case .changed(let change): Self.summary(of: change, event, differences)
        case .decided(let assignment): Self.summary(of: assignment)
        }
    }

    private static func summary(of change: Change, _ event: Event, _ differences: [JSONDifference]) -> String
    {
        let origin =
            switch change.set.kind {
            case .edit: ""
            case .import: " by the import of change set \(change.set.id)"
            case .seed: " by a seed"
            case .undo: change.set.undoes.map { " by the undo of change set \($0)" } ?? " by an undo"
            }
        let details = differences.map { difference in
            let place = difference.pointer.description.dropFirst()
            let after = difference.after?.description ?? "nothing"
            return event == .registered
                ? "\(place) \(after)" : "\(place) \(difference.before?.description ?? "nothing") -> \(after)"
        }
        return "\(event.rawValue)\(origin)" + (details.isEmpty ? "" : ": ") + details.joined(separator: ", ")
    }

    private static func summary(of assignment: RecordedAssignment) -> String {
        let source =
            switch assignment.source {
            case .inventory(let revision): " by the inventory, revision \(revision)"
            case .rule(let id): " by rule \(id)"
            case .none: ""
            }
        guard assignment.isAssigned else { return "refused\(source): \(assignment.reason.rawValue)" }
        let hub = assignment.hub ?? "a hub"
        guard let previous = assignment.previousHub else { return "assigned to \(hub)\(source)" }
        return previous.equalsFoldingCase(hub)
            ? "assigned to \(hub) again\(source)" : "assigned to \(hub), away from \(previous),\(source)"
    }

    /// The entry with what it is about: a change without the whole device before and after, or the row of the history.
    package var json: JSONValue {
        var object: JSONObject = [
            "time": .string(time.description), "event": .string(event.rawValue),
            "summary": .string(summary), "actor": .string(actor),
        ]
        object["message"] = message.map(JSONValue.string)
        switch self {
        case .changed(let change):
            object["change"] = .number(JSONNumber(change.id))
            object["changeSet"] = .number(JSONNumber(change.set.id))
            object["changeSetKind"] = .string(change.set.kind.rawValue)
            object["undoes"] = change.set.undoes.map { .number(JSONNumber($0)) }
            object["revision"] = change.revision.map { .number(JSONNumber($0)) }
            object["requestId"] = change.set.context.requestID.map { .string($0.description) }
            object["differences"] = .array(differences.map(\.json))
        case .decided(let assignment):
            object["assignment"] = assignment.json
        }
        return .object(object)
    }
}
