/// What came of registering devices of the inbox.
package struct UnmatchedRegistration: Sendable, Equatable {
    /// So many devices are registered by one action at most: others who write the inventory wait no longer than that takes.
    package static let mostAtOnce = 10_000

    /// The change set; `nil` when there was nothing to be done.
    package let changeSet: Int64?
    package let registered: Int64

    /// Those that were registered before, and stay as they are.
    package let alreadyRegistered: Int64

    /// Those that match and are not registered yet, for another action.
    package let remaining: Int64

    package init(changeSet: Int64?, registered: Int64, alreadyRegistered: Int64, remaining: Int64) {
        self.changeSet = changeSet
        self.registered = registered
        self.alreadyRegistered = alreadyRegistered
        self.remaining = remaining
    }

    package var json: JSONValue {
        var object: JSONObject = [
            "registered": .number(JSONNumber(registered)),
            "alreadyRegistered": .number(JSONNumber(alreadyRegistered)),
            "remaining": .number(JSONNumber(remaining)),
        ]
        object["changeSet"] = changeSet.map { .number(JSONNumber($0)) }
        return .object(object)
    }
}

/// To how many devices of the inbox a rule applies.
package struct UnmatchedMatches: Sendable, Equatable {
    /// Those that were asked about.
    package let devices: Int64

    /// Those among them to which it applies. They leave the inbox when they come again and are assigned.
    package let matches: Int64

    package init(devices: Int64, matches: Int64) {
        self.devices = devices
        self.matches = matches
    }
}
