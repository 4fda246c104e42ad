import Allocation
import CommandLineInterface

/// `rules move`: has a rule tried earlier or later.
struct RulesMoveCommand: Command {
    static let specification = CommandSpecification(
        name: "rules move",
        summary: "Have a rule tried earlier or later than others",
        positionals: [RuleOptions.number],
        options: [
            .init(
                name: "--to", value: "N",
                help: "Its new place, from 1; beyond the last one it becomes the last",
                isRequired: true),
            .ifRevision, .message, .dryRun, .data, .format, .help,
        ],
        examples: ["dps-allocator rules move 7 --to 1"]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        var given = GivenMembers(by: RuleOptions.options)
        given.members["position"] = try RuleOptions.position("--to", arguments)
        try RuleOptions.patch(given, arguments, in: terminal)
    }
}
