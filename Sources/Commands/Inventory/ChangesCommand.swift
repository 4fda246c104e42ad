import Allocation
import SQLiteStore

/// `changes`: who changed what in the inventory, when and why.
struct ChangesCommand: Command {
    static let specification = CommandSpecification(
        name: "changes",
        summary: "Show what was changed in the inventory, the newest first",
        options: [
            .init(name: "--device", value: "ID", help: "Only this device's; case does not matter"),
            .init(name: "--kind", value: "KIND", help: "Only those of a device, division, rule or key"),
            .init(name: "--actor", value: "NAME", help: "Only those by this key or user"),
            .init(name: "--member", value: "NAME", help: "Only those that changed this, for example status"),
            .init(name: "--set", value: "N", help: "Only those of this change set"),
            .init(name: "--since", value: "TIME", help: "Made then or later, as in 2027-01-31T18:00:00Z"),
            .init(name: "--until", value: "TIME", help: "Made before then"),
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
        var filter = ChangeFilter(limit: try arguments.integer("--limit", in: 1...10_000, default: 50))
        if let id = try arguments.value("--device").map(Arguments.registrationID) {
            filter.kind = .device
            filter.subject = id.text
        } else if arguments.has("--kind") {
            filter.kind = try arguments.choice("--kind")
        }
        filter.actor = arguments.value("--actor")
        filter.member = arguments.value("--member")
        filter.changeSet = try number("--set", arguments)
        filter.before = try number("--before", arguments)
        filter.since = try time("--since", arguments)
        filter.until = try time("--until", arguments)
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
            String(change.id), String(change.set.id), context.time.description, context.actor,
            "\(change.kind.rawValue) \(change.effect.rawValue)", change.subject,
            change.effect == .updated ? change.changedMembers.joined(separator: ", ") : "-",
            context.message ?? "-",
        ]
    }

    private static func number(_ option: String, _ arguments: Arguments) throws(UsageError) -> Int64? {
        guard arguments.has(option) else { return nil }
        return Int64(try arguments.integer(option, in: 1...Int.max, default: 1))
    }

    private static func time(_ option: String, _ arguments: Arguments) throws(UsageError) -> Timestamp? {
        guard let text = arguments.value(option) else { return nil }
        guard let time = Timestamp(text) else {
            throw UsageError("\(option) takes a time as in 2027-01-31T18:00:00Z, not \"\(text)\"")
        }
        return time
    }
}
