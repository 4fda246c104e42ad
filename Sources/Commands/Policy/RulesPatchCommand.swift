import Allocation

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
        let patch = try RuleOptions.members(from: arguments, in: terminal)
        guard !patch.isEmpty else { throw UsageError("nothing to change is given") }
        try RuleOptions.patch(patch, arguments, in: terminal)
    }
}
