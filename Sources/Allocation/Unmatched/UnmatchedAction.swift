/// What is to be done with devices of the inbox, as people write it: `select`, and beside it what comes of them.
package enum UnmatchedAction {
    /// `{"select": …, "device": …}`: each of them becomes a device like this one.
    ///
    /// - Throws: `InvalidDocuments` with every member at fault.
    package static func registration(
        from json: JSONValue
    ) throws(InvalidDocuments) -> (filter: UnmatchedFilter, template: Device) {
        var fields = JSONFields(json, at: JSONPointer(), known: ["select", "device"])
        let selection = selection(from: &fields, isRequired: true)
        let template = part("device", of: &fields) { value, pointer throws(InvalidDocuments) in
            var value = value
            if var object = value.object {
                if object["registrationId"] != nil {
                    throw InvalidDocuments([
                        InvalidDocument(
                            at: pointer.appending(name: "registrationId"),
                            "is that of each device of the inbox")
                    ])
                }
                object["registrationId"] = .string(RegistrationID.readinessProbe.text)
                value = .object(object)
            }
            return try Device(json: value, at: pointer)
        }
        try fields.finish()
        guard let selection, let template else { throw nothing }
        return (selection.filter, template)
    }

    /// `{"rule": …}`, and optionally `select`, of which it is told how many the rule applies to; else of the whole inbox.
    ///
    /// - Throws: `InvalidDocuments` with every member at fault.
    package static func rule(
        from json: JSONValue
    ) throws(InvalidDocuments) -> (filter: UnmatchedFilter, rule: RuleDraft) {
        var fields = JSONFields(json, at: JSONPointer(), known: ["select", "rule"])
        let selection = selection(from: &fields, isRequired: false)
        let rule = part("rule", of: &fields) { value, pointer throws(InvalidDocuments) in
            try RuleDraft(json: value, at: pointer)
        }
        try fields.finish()
        guard let rule else { throw nothing }
        return (selection?.filter ?? UnmatchedFilter(isDismissed: false), rule)
    }

    /// `{"select": …}`, and optionally `untilRefusedAgain`.
    ///
    /// - Parameters:
    ///   - json: the document.
    ///   - takesCondition: whether `untilRefusedAgain` may stand there.
    /// - Returns: what is dismissed, and whether only until it is refused again.
    /// - Throws: `InvalidDocuments` with every member at fault.
    package static func dismissal(
        from json: JSONValue, takesCondition: Bool = true
    ) throws(InvalidDocuments) -> (subjects: [UnmatchedSubject], untilRefusedAgain: Bool) {
        var fields = JSONFields(
            json, at: JSONPointer(), known: takesCondition ? ["select", "untilRefusedAgain"] : ["select"])
        let subjects = part("select", of: &fields) { value, pointer throws(InvalidDocuments) in
            try UnmatchedSelection(json: value, at: pointer).subjects(at: pointer)
        }
        let untilRefusedAgain = fields.read { members throws(InvalidDocument) in
            try members.flag("untilRefusedAgain")
        }
        try fields.finish()
        return (subjects ?? [], untilRefusedAgain ?? false)
    }

    private static let nothing = InvalidDocuments([InvalidDocument(at: JSONPointer(), "is no action")])

    private static func selection(from fields: inout JSONFields, isRequired: Bool) -> UnmatchedSelection? {
        let isThere = fields.read { members throws(InvalidDocument) in members.value("select") } != nil
        guard isRequired || isThere else { return nil }
        return part("select", of: &fields) { value, pointer throws(InvalidDocuments) in
            try UnmatchedSelection(json: value, at: pointer)
        }
    }

    /// Reads a member that is needed, whose faults join the others.
    private static func part<Value>(
        _ name: String, of fields: inout JSONFields,
        _ read: (JSONValue, JSONPointer) throws(InvalidDocuments) -> Value
    ) -> Value? {
        let pointer = fields.pointer.appending(name: name)
        let value = fields.read { members throws(InvalidDocument) in
            guard let value = members.value(name) else { throw InvalidDocument(at: pointer, "is missing") }
            return value
        }
        guard let value else { return nil }
        do throws(InvalidDocuments) {
            return try read(value, pointer)
        } catch {
            for fault in error.faults { fields.add(fault) }
            return nil
        }
    }
}

extension JSONMembers {
    fileprivate func flag(_ name: String) throws(InvalidDocument) -> Bool? {
        guard let value = value(name) else { return nil }
        guard let flag = value.bool else {
            throw InvalidDocument(
                at: pointer.appending(name: name), "must be true or false, but is \(value.kind)")
        }
        return flag
    }
}
