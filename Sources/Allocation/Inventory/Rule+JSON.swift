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

extension Rule {
    /// What the rule is to be once a merge patch (RFC 7396) upon `json` has changed it; a `position` in it moves the rule.
    ///
    /// - Throws: `InvalidDocuments` when what comes of it is no rule.
    package func merging(patch: JSONValue) throws(InvalidDocuments) -> RuleDraft {
        guard patch.kind == .object else {
            throw InvalidDocuments([
                InvalidDocument(at: JSONPointer(), "must be an object, but is \(patch.kind)")
            ])
        }
        return try RuleDraft(json: json.merging(patch: patch))
    }
}

extension Versioned<Rule> {
    /// The rule with the revision it is at. Its position is not in it, for it changes when another rule is moved, which makes
    /// no revision of this one.
    package var json: JSONValue {
        var object = value.json.object ?? JSONObject()
        object["revision"] = .number(JSONNumber(revision))
        return .object(object)
    }

    /// The rule as one of a list, with its position, which counts from 1.
    package func json(at position: Int) -> JSONValue {
        var object = json.object ?? JSONObject()
        object["position"] = .number(JSONNumber(Int64(position)))
        return .object(object)
    }
}

extension [Versioned<Rule>] {
    /// All rules in the order in which they are tried, each with its position.
    package var json: JSONValue {
        .array(enumerated().map { $0.element.json(at: $0.offset + 1) })
    }
}
