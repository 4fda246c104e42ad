/// An inventory to begin with, as one JSON document: `divisions`, `rules` and `devices`.
package struct InventoryDocument: Sendable {
    package let divisions: [Division]

    /// In the order in which they are to be tried.
    package let rules: [RuleDraft]
    package let devices: [Device]

    /// - Throws: `InvalidDocuments` with every place at fault.
    package init(json: JSONValue) throws(InvalidDocuments) {
        var fields = JSONFields(json, at: JSONPointer(), known: ["divisions", "rules", "devices"])
        divisions = Self.elements(
            of: "divisions", in: &fields,
            read: { json, pointer throws(InvalidDocuments) in
                try Division(json: json, at: pointer)
            })
        rules = Self.elements(of: "rules", in: &fields, read: RuleDraft.init(json:at:))
        devices = Self.elements(
            of: "devices", in: &fields,
            read: { json, pointer throws(InvalidDocuments) in
                try Device(json: json, at: pointer)
            })
        try fields.finish()
    }

    private static func elements<Element>(
        of name: String, in fields: inout JSONFields,
        read: (JSONValue, JSONPointer) throws(InvalidDocuments) -> Element
    ) -> [Element] {
        let values = fields.read { members throws(InvalidDocument) in try members.elements(name) }
        var elements: [Element] = []
        for (value, pointer) in values ?? [] {
            do throws(InvalidDocuments) {
                elements.append(try read(value, pointer))
            } catch {
                for fault in error.faults { fields.add(fault) }
            }
        }
        return elements
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
