extension RuleDraft {
    /// Reads a rule as people write it: `kind` (`suffix` when it is missing), `pattern`, `division`, and optionally `position`.
    ///
    /// - Throws: `InvalidDocuments` with every member at fault.
    package init(json: JSONValue, at pointer: JSONPointer = JSONPointer()) throws(InvalidDocuments) {
        var fields = JSONFields(
            json, at: pointer, known: ["kind", "pattern", "division", "position"],
            ignoring: ["id", "revision", "etag"])
        let kind: Rule.Kind =
            fields.read { members throws(InvalidDocument) in try members.choice("kind") } ?? .suffix
        let pattern = fields.read { members throws(InvalidDocument) in
            try members.requiredText("pattern", upTo: Self.longestPattern)
        }
        let division = fields.read { members throws(InvalidDocument) in
            try members.requiredText("division")
        }
        let position = fields.read { members throws(InvalidDocument) in
            try members.integer("position", in: 1...1_000_000)
        }
        try fields.finish()
        guard let pattern, let division else {
            throw InvalidDocuments([InvalidDocument(at: pointer, "is no rule")])
        }
        self.init(kind: kind, pattern: pattern, division: division, position: position)
    }
}

extension Rule {
    /// The rule as people read it.
    package var json: JSONValue {
        [
            "id": .number(JSONNumber(id)), "kind": .string(kind.rawValue), "pattern": .string(pattern),
            "division": .string(division),
        ]
    }
}
