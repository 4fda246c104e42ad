/// An inventory to begin with, as one JSON document: `divisions`, `rules` and `devices`.
package struct InventoryDocument: Sendable {
    /// A rule before it has a number.
    package struct RuleDraft: Sendable, Equatable {
        package let kind: Rule.Kind
        package let pattern: String
        package let division: String

        /// A rule is known by its kind and pattern.
        package func isSame(as rule: Rule) -> Bool {
            kind == rule.kind && pattern.equalsFoldingCase(rule.pattern)
        }
    }

    package let divisions: [Division]

    /// In the order in which they are to be tried.
    package let rules: [RuleDraft]
    package let devices: [Device]

    /// - Throws: `InvalidDocument` that names the place at fault.
    package init(json: JSONValue) throws(InvalidDocument) {
        let members = try JSONMembers(json, at: JSONPointer(), known: ["divisions", "rules", "devices"])
        var divisions: [Division] = []
        for (value, pointer) in try members.elements("divisions") {
            divisions.append(try Division(json: value, at: pointer))
        }
        var rules: [RuleDraft] = []
        for (value, pointer) in try members.elements("rules") {
            let rule = try JSONMembers(value, at: pointer, known: ["kind", "pattern", "division"])
            rules.append(
                RuleDraft(
                    kind: try rule.choice("kind") ?? .suffix,
                    pattern: try rule.requiredText("pattern"),
                    division: try rule.requiredText("division")))
        }
        var devices: [Device] = []
        for (value, pointer) in try members.elements("devices") {
            devices.append(try Device(json: value, at: pointer))
        }
        self.divisions = divisions
        self.rules = rules
        self.devices = devices
    }

    /// The first rule or device whose division is neither in this document nor in `policy`, with its place.
    package func firstStray(besides policy: Policy) -> InvalidDocument? {
        let known = Set(divisions.map(\.name.asciiFolded))
        let places = [("rules", rules.map(\.division)), ("devices", devices.map(\.division))]
        for (list, names) in places {
            for (index, name) in names.enumerated()
            where !known.contains(name.asciiFolded) && policy.division(named: name) == nil {
                let place = JSONPointer().appending(name: list).appending(index: index)
                return InvalidDocument(
                    at: place.appending(name: "division"), "there is no division named \(name)")
            }
        }
        return nil
    }
}
