import Allocation

/// Options that become members of a JSON object that people write.
struct MemberOptions: Sendable {
    /// Each option that holds text, and its member.
    let texts: [(option: String, member: String)]

    /// Each option that holds a JSON object, and its member.
    let objects: [(option: String, member: String)]

    /// What was given.
    ///
    /// - Parameters:
    ///   - arguments: the words.
    ///   - terminal: reads files that they name.
    ///   - emptyRemoves: an empty value is null, which takes a member away.
    /// - Returns: the members that were given.
    /// - Throws: `CommandFailure` for what is not a JSON object.
    func members(
        from arguments: Arguments, in terminal: Terminal, emptyRemoves: Bool = false
    ) throws(CommandFailure) -> JSONObject {
        var members = JSONObject()
        for (option, member) in texts {
            guard let text = arguments.value(option) else { continue }
            members[member] = text.isEmpty && emptyRemoves ? .null : .string(text)
        }
        for (option, member) in objects {
            guard let value = arguments.value(option) else { continue }
            members[member] =
                value.isEmpty && emptyRemoves ? .null : try Self.json(option, value, in: terminal)
        }
        return members
    }

    /// The faults in one line, told by their options where they have one.
    func failure(_ faults: InvalidDocuments) -> CommandFailure {
        let lines = faults.faults.map { fault in
            let place = fault.pointer.description
            let option = (texts + objects).first { "/\($0.member)" == place }?.option
            return "\(option ?? place): \(fault.problem)"
        }
        return CommandFailure(TextTable.printable(lines.joined(separator: "; ")))
    }

    /// The object that an option holds, or the file that it names.
    static func json(
        _ option: String, _ value: String, in terminal: Terminal
    ) throws(CommandFailure) -> JSONValue {
        let bytes = try terminal.bytes(orFile: value)
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: bytes)
        } catch {
            throw CommandFailure("\(option) is not JSON: \(error)")
        }
        guard json.kind == .object else {
            throw CommandFailure("\(option) must be a JSON object, but is \(json.kind)")
        }
        return json
    }
}
