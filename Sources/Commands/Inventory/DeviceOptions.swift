import Allocation

/// The options by which commands take what people write of a device.
enum DeviceOptions {
    /// Each option that holds text, and the member that it becomes.
    private static let texts = [
        ("--division", "division"), ("--status", "status"), ("--reason", "statusReason"),
        ("--until", "heldUntil"), ("--pin", "pinnedHub"), ("--note", "note"),
    ]

    static func specification(isDivisionRequired: Bool) -> [CommandSpecification.Option] {
        [
            .init(
                name: "--division", value: "NAME", help: "The division it belongs to",
                isRequired: isDivisionRequired),
            .init(
                name: "--status", value: "STATUS", help: "active, disabled, held or retired (default: active)"
            ),
            .init(
                name: "--reason", value: "TEXT",
                help: "Why it is disabled, held or retired; told in the refusal"),
            .init(
                name: "--until", value: "TIME", help: "When a hold ends by itself, as in 2027-01-31T18:00:00Z"
            ),
            .init(name: "--pin", value: "HUB", help: "The one hub it may go to, by host name"),
            .init(
                name: "--twin", value: "JSON",
                help: "Its own twin, laid over the division's; @FILE reads a file"),
            .init(
                name: "--payload", value: "JSON",
                help: "What DPS hands back to the device; @FILE reads a file"),
            .init(
                name: "--label", value: "WORD", help: "A label to find it by; may be given again",
                isRepeatable: true),
            .init(name: "--note", value: "TEXT", help: "A remark for people"),
        ]
    }

    /// What was given, as the members of a device's JSON.
    ///
    /// - Parameters:
    ///   - arguments: the words.
    ///   - terminal: reads files that they name.
    ///   - emptyRemoves: an empty value is null, which takes a member away.
    /// - Returns: the members that were given.
    /// - Throws: `UsageError` for an unknown status, `CommandFailure` for what is not JSON.
    static func members(
        from arguments: Arguments, in terminal: Terminal, emptyRemoves: Bool = false
    ) throws -> JSONObject {
        if arguments.has("--status") { let _: DeviceStatus = try arguments.choice("--status") }
        var members = JSONObject()
        for (option, member) in texts {
            guard let text = arguments.value(option) else { continue }
            members[member] = text.isEmpty && emptyRemoves ? .null : .string(text)
        }
        for (option, member) in [("--twin", "twin"), ("--payload", "payload")] {
            guard let value = arguments.value(option) else { continue }
            members[member] = value.isEmpty && emptyRemoves ? .null : try json(option, value, in: terminal)
        }
        if arguments.has("--label") {
            members["labels"] = .array(
                arguments.allValues("--label").filter { !$0.isEmpty }.map(JSONValue.string))
        }
        return members
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

    /// Why a device was not changed, in one line.
    static func failure(_ refusal: ChangeRefusal, of registrationID: RegistrationID) -> CommandFailure {
        switch refusal {
        case .notFound: CommandFailure("\(registrationID) is not registered")
        case .invalid(let faults): failure(faults)
        case .preconditionFailed, .store: CommandFailure("\(refusal)")
        }
    }

    /// The faults in one line, told by their options where they have one.
    static func failure(_ faults: InvalidDocuments) -> CommandFailure {
        let lines = faults.faults.map { fault in
            let place = fault.pointer.description
            let option = texts.first { "/\($0.1)" == place }?.0
            return "\(option ?? place): \(fault.problem)"
        }
        return CommandFailure(TextTable.printable(lines.joined(separator: "; ")))
    }
}
