import Allocation
import CommandLineInterface

/// `rules patch`: changes some of a rule.
struct RulesPatchCommand: Command {
    static let specification = CommandSpecification(
        name: "rules patch",
        summary: "Change what is given of a rule, and leave the rest",
        positionals: [RuleOptions.number],
        options: RuleOptions.specification(isNew: false) + [
            .ifRevision, .message, .dryRun, .data, .format, .help,
        ],
        examples: ["dps-allocator rules patch 3 --division heatpumps --if-revision 2"]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let given = RuleOptions.options.read(arguments, in: terminal)
        guard !given.isEmpty else { throw UsageError("nothing to change is given") }
        try RuleOptions.patch(given, arguments, in: terminal)
    }
}
