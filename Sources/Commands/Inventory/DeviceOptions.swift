import Allocation
import CommandLineInterface

/// The options by which commands take what people write of a device.
enum DeviceOptions {
    private static let options = MemberOptions(
        texts: [
            ("--division", "division"), ("--status", "status"), ("--reason", "statusReason"),
            ("--until", "heldUntil"), ("--pin", "pinnedHub"), ("--note", "note"),
        ],
        objects: [("--twin", "twin"), ("--payload", "payload")],
        choices: [("--status", DeviceStatus.allCases.map(\.rawValue))],
        positional: ("REGISTRATION-ID", "registrationId"))

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
    /// - Returns: the members that were given, and what is wrong with the options.
    static func read(
        _ arguments: Arguments, in terminal: Terminal, emptyRemoves: Bool = false
    ) -> GivenMembers {
        var given = options.read(arguments, in: terminal, emptyRemoves: emptyRemoves)
        if arguments.has("--label") {
            given.members["labels"] = .array(
                arguments.allValues("--label").filter { !$0.isEmpty }.map(JSONValue.string))
        }
        return given
    }

    /// Why a device was not changed, in one line.
    static func failure(
        _ refusal: ChangeRefusal, of registrationID: String, given: GivenMembers? = nil
    ) -> any Error {
        switch refusal {
        case .notFound: CommandFailure("\(registrationID) is not registered")
        case .invalid(let faults): given?.failure(faults) ?? options.failure(faults)
        case .preconditionFailed, .oversized, .store: CommandFailure("\(refusal)")
        }
    }
}
