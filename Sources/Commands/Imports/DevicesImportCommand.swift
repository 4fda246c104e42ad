import Allocation
import CommandLineInterface
import Files
import SQLiteStore

/// `devices import`: a file becomes changes of the inventory, all of them or none.
struct DevicesImportCommand: Command {
    static let specification = CommandSpecification(
        name: "devices import",
        summary: "Import a file of devices: all of its rows or none, as one change set",
        positionals: [.init(name: "FILE", help: "The file; - reads standard input")],
        options: [
            .init(
                name: "--as", value: "csv|ndjson",
                help: "CSV as spreadsheets write it, or a JSON object a line (default: by the file's ending)"),
            .init(
                name: "--dry-run", value: nil, help: "Only plan: say what would be done, and keep the plan"),
            .message, .data, .format, .help,
        ],
        discussion: """
            The file is read once and never held in memory. Nothing is written to the inventory before all of it is read; then all changes are
            made in one transaction, as one change set that imports undo takes back. If a row cannot be imported, nothing is. What the columns
            are: dps-allocator devices template.
            """,
        examples: [
            "dps-allocator devices import spring.csv --message 'spring delivery'",
            "dps-allocator devices import spring.csv --dry-run",
        ]
    )

    /// How many rows at fault are shown at once.
    private static let mostShown = 20

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let path = arguments.positionals[0]
        let form: FileForm
        if arguments.has("--as") {
            form = try arguments.choice("--as")
        } else if let known = FileForm(ofFileNamed: path) {
            form = known
        } else {
            throw UsageError("\"\(path)\" does not tell its form by its ending: say --as csv or --as ndjson")
        }
        let format = try arguments.format
        let context = try terminal.changeContext(message: arguments.value("--message"))
        let imports = try InventoryAccess(in: arguments.dataDirectory).imports
        var plan = try PlanningRun(path: path, form: form, imports: imports, terminal: terminal)
            .plan(in: context)
        let isBlocked = plan.counts.blocking > 0
        if !isBlocked, !arguments.has("--dry-run") {
            plan = try apply(plan, from: imports, in: context, terminal)
        }
        switch format {
        case .json:
            terminal.print(plan.json)
        case .text where !isBlocked && plan.changeSet == nil && !arguments.has("--dry-run"):
            terminal.print("nothing to change: \(plan.counts.summary)")
        case .text:
            try report(plan, isBlocked: isBlocked, from: imports, in: terminal)
        }
        if isBlocked {
            throw CommandFailure(
                "\(plan.counts.blocking) of \(plan.counts.total) rows cannot be imported; nothing was")
        }
    }

    private static func apply(
        _ plan: ImportPlan, from imports: some ImportRepository, in context: ChangeContext,
        _ terminal: Terminal
    ) throws -> ImportPlan {
        let id = plan.heading.id
        let applied: ImportPlan
        do throws(CommandFailure) {
            applied = try ImportsApplyCommand.apply(plan, from: imports, in: context, terminal)
        } catch {
            throw CommandFailure(
                "nothing was imported: \(error.message); the plan is kept: \(Program.name) imports apply \(id)"
            )
        }
        // What it did is in the change log now.
        _ = try imports.discard(id)
        return applied
    }

    private static func report(
        _ plan: ImportPlan, isBlocked: Bool, from imports: some ImportRepository, in terminal: Terminal
    ) throws {
        let id = plan.heading.id
        if let set = plan.changeSet {
            terminal.print(
                "imported as change set \(set.id): \(set.counts.created) created, \(set.counts.updated) updated, "
                    + "\(plan.counts[.unchanged]) unchanged")
            terminal.print("to take it back: \(Program.name) imports undo \(set.id)")
            return
        }
        terminal.print("plan \(id): \(plan.counts.summary)")
        guard isBlocked else {
            if plan.counts.writing > 0 {
                terminal.print("to apply it: \(Program.name) imports apply \(id)")
                terminal.print("its rows: \(Program.name) imports rows \(id)")
            }
            return
        }
        let rows = try ImportVerdict.allCases.filter(\.blocks).flatMap { verdict in
            try imports.rows(of: id, matching: PlannedRowQuery(verdict: verdict, limit: mostShown)) ?? []
        }
        let shown = rows.sorted { $0.number < $1.number }.prefix(mostShown)
        terminal.print(ImportsRowsCommand.table(of: Array(shown)))
        if plan.counts.blocking > Int64(shown.count) {
            terminal.print("all rows: \(Program.name) imports rows \(id)")
        }
    }
}
