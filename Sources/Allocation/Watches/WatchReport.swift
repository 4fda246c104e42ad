/// What a watch has found.
package struct WatchReport: Sendable, Equatable {
    package let findings: [WatchFinding]

    /// All that were found; `nil` when they were not counted.
    package let count: Int64?

    /// Where the next page begins; `nil` at the end, and for those without pages.
    package let next: String?

    /// Whether all was looked at; else there may be more to find.
    package let isComplete: Bool

    package init(_ findings: [WatchFinding], count: Int64?, next: String? = nil, isComplete: Bool) {
        self.findings = findings
        self.count = count
        self.next = next
        self.isComplete = isComplete
    }
}

/// One thing that a watch has found.
package struct WatchFinding: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case device
        case division
        case enrollment
        case hub
    }

    package let kind: Kind

    /// A registration ID, the name of a division, `group:ID` or `none` for an enrollment, or a host name.
    package let subject: String

    /// In one sentence without a stop.
    package let text: String

    /// When it began or was last so, whichever says more.
    package let time: Timestamp?

    package init(_ kind: Kind, _ subject: String, _ text: String, at time: Timestamp?) {
        self.kind = kind
        self.subject = subject
        self.text = text
        self.time = time
    }

    /// The finding as people read it; a time that is not known is left out.
    package var json: JSONValue {
        var object: JSONObject = [
            "kind": .string(kind.rawValue), "subject": .string(subject), "text": .string(text),
        ]
        object["time"] = time.map { .string($0.description) }
        return .object(object)
    }
}

extension WatchReport {
    /// The report as people read it; members without a value are left out.
    package func json(of watch: Watch) -> JSONValue {
        var object: JSONObject = [
            "watch": .string(watch.rawValue), "meaning": .string(watch.meaning),
            "findings": .array(findings.map(\.json)), "isComplete": .bool(isComplete),
        ]
        object["count"] = count.map { .number(JSONNumber($0)) }
        object["next"] = next.map(JSONValue.string)
        return .object(object)
    }
}
