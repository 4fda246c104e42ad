/// What an import would do, found out without writing anything to the inventory.
package struct ImportPlan: Sendable, Equatable {
    package let heading: ImportHeading
    package let counts: ImportCounts

    /// What came of it, once it was applied and changed something.
    package let changeSet: ChangeSet?

    package init(heading: ImportHeading, counts: ImportCounts, changeSet: ChangeSet? = nil) {
        self.heading = heading
        self.counts = counts
        self.changeSet = changeSet
    }

    /// The plan as people read it; members without a value are left out.
    package var json: JSONValue {
        var object: JSONObject = [
            "id": .string(heading.id.description),
            "plannedAt": .string(heading.context.time.description),
            "plannedBy": .string(heading.context.actor),
            "rows": .number(JSONNumber(counts.total)),
            "counts": counts.json,
            "applicable": .bool(counts.blocking == 0 && changeSet == nil),
        ]
        object["source"] = heading.source.map(JSONValue.string)
        object["message"] = heading.context.message.map(JSONValue.string)
        object["changeSet"] = changeSet?.json
        return .object(object)
    }
}

/// What a plan is of, and who made it.
package struct ImportHeading: Sendable, Equatable {
    /// The longest name of a source, in characters.
    package static let longestSource = 1_024

    package let id: RequestID

    /// What the file is called.
    package let source: String?

    /// Who planned it, when, and what it is for.
    package let context: ChangeContext

    package init(id: RequestID, source: String?, context: ChangeContext) {
        self.id = id
        self.source = source
        self.context = context
    }
}
