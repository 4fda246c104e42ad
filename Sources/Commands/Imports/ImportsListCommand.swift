import Allocation
import CommandLineInterface
import SQLiteStore

/// `imports list`: plans that are kept, and imports that were made.
struct ImportsListCommand: Command {
    static let specification = CommandSpecification(
        name: "imports list",
        summary: "List imports: plans that are kept, and what was applied, the newest first",
        options: [
            .init(name: "--limit", value: "N", help: "How many applied imports at most (default: 50)"),
            .data, .format, .help,
        ],
        discussion: "A plan is kept for seven days; what was applied stays in the change log."
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let limit = try arguments.integer("--limit", in: 1...10_000, default: 50)
        let inventory = try InventoryAccess(in: arguments.dataDirectory)
        let plans = try inventory.imports.plans()
        let sets = try inventory.changes.changeSets(of: .import, concerning: nil, before: nil, limit: limit)
        switch try arguments.format {
        case .json:
            terminal.print(["plans": .array(plans.map(\.json)), "applied": .array(sets.map(\.json))])
        case .text:
            let open = plans.filter { $0.changeSet == nil }
            if !open.isEmpty {
                let rows = open.map { plan in
                    [
                        plan.heading.id.description, plan.heading.context.time.description,
                        plan.heading.context.actor, plan.heading.source ?? "-", plan.counts.summary,
                    ]
                }
                terminal.print(TextTable(["PLAN", "PLANNED (UTC)", "BY", "SOURCE", "ROWS"], rows))
                terminal.print("")
            }
            let rows = sets.map { set in
                [
                    set.standing, set.context.time.description, set.context.who, set.source ?? "-",
                    String(set.counts.created), String(set.counts.updated), set.context.message ?? "-",
                ]
            }
            let headings = ["SET", "APPLIED (UTC)", "BY", "SOURCE", "CREATED", "UPDATED", "WHY"]
            terminal.print(TextTable(headings, rows))
        }
    }
}
