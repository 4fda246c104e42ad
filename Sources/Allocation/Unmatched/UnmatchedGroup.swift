/// Refused devices that have something in common.
package struct UnmatchedGroup: Sendable, Equatable {
    /// So many IDs stand for the others.
    package static let mostExamples = 5

    /// How many devices of a group were refused for a reason.
    package struct ReasonCount: Sendable, Equatable {
        package let reason: ReasonCode
        package let devices: Int64

        package init(_ reason: ReasonCode, _ devices: Int64) {
            self.reason = reason
            self.devices = devices
        }
    }

    /// A reason's code, a suffix, or the name of an enrollment in the inbox.
    package let key: String
    package let devices: Int64

    /// Of all its devices together.
    package let refusals: Int64
    package let firstRefusedAt: Timestamp
    package let lastRefusedAt: Timestamp

    /// Those that there are, in the order of `ReasonCode`.
    package let reasons: [ReasonCount]

    /// What all IDs end in, from a separator on: a pattern for a rule; `nil` when they have nothing like it.
    package let commonSuffix: String?

    /// The first few IDs.
    package let examples: [String]

    package init(
        key: String, devices: Int64, refusals: Int64, firstRefusedAt: Timestamp, lastRefusedAt: Timestamp,
        reasons: [ReasonCount], commonSuffix: String?, examples: [String]
    ) {
        self.key = key
        self.devices = devices
        self.refusals = refusals
        self.firstRefusedAt = firstRefusedAt
        self.lastRefusedAt = lastRefusedAt
        self.reasons = reasons
        self.commonSuffix = commonSuffix
        self.examples = examples
    }

    /// The group as people read it; members without a value are left out.
    ///
    /// - Parameter nearMisses: of its first example, if they were looked for.
    /// - Returns: a JSON object.
    package func json(with nearMisses: [NearMiss]? = nil) -> JSONValue {
        let counts = reasons.map { count -> JSONValue in
            ["reason": .string(count.reason.rawValue), "devices": .number(JSONNumber(count.devices))]
        }
        var object: JSONObject = [
            "key": .string(key),
            "devices": .number(JSONNumber(devices)),
            "refusals": .number(JSONNumber(refusals)),
            "firstSeen": .string(firstRefusedAt.description),
            "lastSeen": .string(lastRefusedAt.description),
            "reasons": .array(counts),
            "examples": .array(examples.map(JSONValue.string)),
        ]
        object["commonSuffix"] = commonSuffix.map(JSONValue.string)
        object["nearMisses"] = nearMisses.map { .array($0.map(\.json)) }
        return .object(object)
    }
}
