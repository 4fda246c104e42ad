import Allocation
import CommandLineInterface
import SQLiteStore

/// `unmatched dismiss`: keeps devices or a group out of the inbox.
struct UnmatchedDismissCommand: Command {
    static let specification = CommandSpecification(
        name: "unmatched dismiss",
        summary: "Keep devices, or a group with all that come into it, out of the inbox",
        options: UnmatchedOptions.selection + [
            .init(
                name: "--until-refused-again", value: nil,
                help: "A device comes back when it is refused once more"),
            .init(name: "--message", value: "TEXT", help: "Why; kept with the dismissal"), .dryRun, .data,
            .format, .help,
        ],
        discussion:
            "One group, by suffix, enrollment or reason. They are still refused, and unmatched list --dismissed shows them.",
        examples: ["dps-allocator unmatched dismiss --suffix=-tst-# --message 'test benches'"]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let subjects = try subjects(from: arguments, in: terminal)
        let context = try terminal.changeContext(message: arguments.value("--message"))
        let format = try arguments.format
        try UnmatchedOptions.bringUpToDate(arguments, telling: terminal)
        let devices: Int64
        let unmatched = try InventoryAccess(in: arguments).unmatched
        do throws(ChangeRefusal) {
            devices = try unmatched.dismiss(
                subjects.map { subject in
                    UnmatchedDismissal(
                        subject.kind, subject.name, untilRefusedAgain: arguments.has("--until-refused-again"),
                        at: context.time, by: context.actor, message: context.message)
                })
        } catch {
            throw UnmatchedOptions.failure(error)
        }
        switch format {
        case .text:
            terminal.print(arguments.reported("dismissed \(devices) devices of the inbox"))
        case .json:
            terminal.print([
                "dryRun": .bool(arguments.isDryRun), "dismissed": .number(JSONNumber(Int64(subjects.count))),
                "devices": .number(JSONNumber(devices)),
            ])
        }
    }

    static func subjects(from arguments: Arguments, in terminal: Terminal) throws -> [UnmatchedSubject] {
        let selection = try UnmatchedOptions.selection(from: arguments, in: terminal)
        do throws(InvalidDocuments) {
            return try selection.subjects()
        } catch {
            throw UsageError("--suffix, --enrollment and --reason do not go together here")
        }
    }
}
