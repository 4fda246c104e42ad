/// What somebody does not want to see in the inbox any more: a device, or a group with all that come into it.
package struct UnmatchedDismissal: Sendable, Equatable {
    /// So many are kept at most.
    package static let mostKept: Int64 = 100_000

    /// What is dismissed. The first that fits a device is told as its reason to be away.
    package enum Kind: String, Sendable, CaseIterable {
        case device
        case suffix
        case enrollment
        case reason
    }

    package let kind: Kind

    /// The registration ID, or the key of the group; compared ASCII-folded.
    package let subject: String
    package let dismissedAt: Timestamp

    /// The name of the key or of the system's user.
    package let actor: String

    /// Why, in the actor's words.
    package let message: String?

    /// A device comes back when it is refused after the dismissal; else it stays away until somebody restores it.
    package let untilRefusedAgain: Bool

    package init(
        _ kind: Kind, _ subject: String, untilRefusedAgain: Bool, at time: Timestamp, by actor: String,
        message: String?
    ) {
        self.kind = kind
        self.subject = subject
        self.untilRefusedAgain = untilRefusedAgain
        dismissedAt = time
        self.actor = actor
        self.message = message
    }

    /// Whether it keeps a device away.
    package func covers(_ device: UnmatchedDevice) -> Bool {
        let name =
            switch kind {
            case .device: device.registrationID
            case .suffix: device.suffix
            case .enrollment: device.enrollment
            case .reason: device.reason.rawValue
            }
        return name.equalsFoldingCase(subject) && (!untilRefusedAgain || device.lastRefusedAt <= dismissedAt)
    }

    package var json: JSONValue {
        var object: JSONObject = [
            "kind": .string(kind.rawValue),
            "subject": .string(subject),
            "time": .string(dismissedAt.description),
            "actor": .string(actor),
            "untilRefusedAgain": .bool(untilRefusedAgain),
        ]
        object["message"] = message.map(JSONValue.string)
        return .object(object)
    }
}
