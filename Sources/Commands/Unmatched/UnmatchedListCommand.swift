import API
import Allocation
import CommandLineInterface
import SQLiteStore

/// `unmatched list`: groups of refused devices.
struct UnmatchedListCommand: Command {
    static let specification = CommandSpecification(
        name: "unmatched list",
        summary: "Show the inbox of refused devices in groups, the largest first",
        options: [
            .init(
                name: "--by", value: "reason|suffix|enrollment",
                help: "By what they are put together (default: reason)")
        ] + UnmatchedOptions.filter + [
            .init(name: "--limit", value: "N", help: "How many groups at most (default: 50)"),
            .init(
                name: "--near-misses", value: nil,
                help: "What the first device of each group nearly was; 20 groups at most"), .data, .format,
            .help,
        ],
        discussion: """
            A device is in the inbox from a refusal on until it is assigned. Its suffix is the last part of its ID with a letter in it and what
            follows; a number counts as #. COMMON END is what all IDs of a group end in: a pattern for a rule.
            """,
        examples: ["dps-allocator unmatched list --by suffix"]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let wantsNearMisses = arguments.has("--near-misses")
        let most = wantsNearMisses ? 20 : 10_000
        let query = UnmatchedGroupQuery(
            by: try arguments.choice("--by", default: .reason),
            try UnmatchedOptions.filter(from: arguments),
            limit: try arguments.integer("--limit", in: 1...most, default: min(most, 50)))
        let format = try arguments.format
        try UnmatchedOptions.bringUpToDate(arguments, telling: terminal)
        let inventory = try InventoryAccess(in: arguments.dataDirectory)
        let groups = try inventory.unmatched.groups(of: query).groups
        let search = UnmatchedNearMisses(
            devices: inventory.devices, policies: inventory.policies,
            assignments: SQLiteAssignmentRepository(
                try SerializedConnection(to: .history, in: arguments.dataDirectory)))
        let misses = try groups.map { group in
            wantsNearMisses ? try search.nearMisses(of: group, at: terminal.surroundings.now) : nil
        }
        switch format {
        case .text:
            let rows = zip(groups, misses).map { group, misses in
                cells(group) + (misses.map { [$0.first?.explanation ?? "-"] } ?? [])
            }
            let headings = headings(of: query.grouping) + (wantsNearMisses ? ["NEAR MISS"] : [])
            terminal.print(TextTable(headings, rows))
        case .json:
            terminal.print(.array(zip(groups, misses).map { $0.json(with: $1) }))
        }
    }

    private static func headings(of grouping: UnmatchedGrouping) -> [String] {
        [
            grouping.rawValue.uppercased(), "DEVICES", "REFUSALS", "FIRST SEEN (UTC)", "LAST SEEN (UTC)",
            "REASONS",
            "COMMON END", "EXAMPLES",
        ]
    }

    private static func cells(_ group: UnmatchedGroup) -> [String] {
        [
            group.key, String(group.devices), String(group.refusals), group.firstRefusedAt.description,
            group.lastRefusedAt.description,
            group.reasons.map { "\($0.reason.rawValue) \($0.devices)" }.joined(separator: ", "),
            group.commonSuffix ?? "-", group.examples.joined(separator: ", "),
        ]
    }
}
