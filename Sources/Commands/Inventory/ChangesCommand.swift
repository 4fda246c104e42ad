import Allocation
import CommandLineInterface
import SQLiteStore

/// `changes`: who changed what in the inventory, when and why.
struct ChangesCommand: Command {
    static let specification = CommandSpecification(
        name: "changes",
        summary: "Show what was changed in the inventory, the newest first",
        options: ChangeFilterOptions.specification + [
            .init(name: "--before", value: "NUMBER", help: "Only those before this one: the next page"),
            .init(name: "--limit", value: "N", help: "How many at most (default: 50)"),
            .data, .format, .help,
        ],
        discussion:
            "What somebody changed in the sqlite3 shell is not there; its revision tells that there was something.",
        examples: [
            "dps-allocator changes --device sn-0042",
            "dps-allocator changes --member status --since 2027-01-01T00:00:00Z",
        ]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        var filter = try ChangeFilterOptions.filter(from: arguments)
        filter.before = try arguments.number("--before")
        filter.limit = try arguments.integer("--limit", in: 1...10_000, default: 50)
        let format = try arguments.format
        let changes = try InventoryAccess(in: arguments.dataDirectory).changes.changes(matching: filter)
        switch format {
        case .text:
            let headings = ["NUMBER", "SET", "WHEN (UTC)", "WHO", "WHAT", "SUBJECT", "MEMBERS", "WHY"]
            terminal.print(TextTable(headings, changes.map(cells)))
        case .json:
            terminal.print(.array(changes.map(\.json)))
        }
    }

    private static func cells(_ change: Change) -> [String] {
        let context = change.set.context
        return [
            String(change.id), change.set.standing, context.time.description, context.who,
            "\(change.kind.rawValue) \(change.effect.rawValue)", change.subject,
            change.effect == .updated ? change.changedMembers.joined(separator: ", ") : "-",
            context.message ?? "-",
        ]
    }
}
