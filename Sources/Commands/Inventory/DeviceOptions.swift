import Allocation

/// The options by which commands take what people write of a device.
enum DeviceOptions {
    private static let options = MemberOptions(
        texts: [
            ("--division", "division"), ("--status", "status"), ("--reason", "statusReason"),
            ("--until", "heldUntil"), ("--pin", "pinnedHub"), ("--note", "note"),
        ],
        objects: [("--twin", "twin"), ("--payload", "payload")])

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
        var members = try options.members(from: arguments, in: terminal, emptyRemoves: emptyRemoves)
        if arguments.has("--label") {
            members["labels"] = .array(
                arguments.allValues("--label").filter { !$0.isEmpty }.map(JSONValue.string))
        }
        return members
    }

    /// Why a device was not changed, in one line.
    static func failure(_ refusal: ChangeRefusal, of registrationID: RegistrationID) -> CommandFailure {
        switch refusal {
        case .notFound: CommandFailure("\(registrationID) is not registered")
        case .invalid(let faults): failure(faults)
        case .preconditionFailed, .oversized, .store: CommandFailure("\(refusal)")
        }
    }

    /// The faults in one line, told by their options where they have one.
    static func failure(_ faults: InvalidDocuments) -> CommandFailure {
        options.failure(faults)
    }
}
