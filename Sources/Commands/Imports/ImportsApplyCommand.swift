import Allocation
import CommandLineInterface
import SQLiteStore

/// `imports apply`: does what a plan says.
struct ImportsApplyCommand: Command {
    static let specification = CommandSpecification(
        name: "imports apply",
        summary: "Do what a plan says, all of it or nothing",
        positionals: [.plan],
        options: [.message, .dryRun, .data, .format, .help],
        discussion: """
            Refused when a device or division that the plan touches has changed since it was made; then plan again. To apply a plan twice
            changes nothing.
            """
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let id = try arguments.planID()
        let format = try arguments.format
        let context = try terminal.changeContext(message: arguments.value("--message"))
        let imports = try InventoryAccess(in: arguments).imports
        guard let plan = try imports.plan(id) else { throw CommandFailure.noPlan(id) }
        let applied = try apply(plan, from: imports, in: context, terminal)
        switch format {
        case .json:
            terminal.print(applied.json)
        case .text:
            guard let set = applied.changeSet else {
                terminal.print(arguments.reported("nothing to change: \(plan.counts.summary)"))
                return
            }
            terminal.print(
                arguments.reported(
                    "applied as change set \(set.id): \(set.counts.created) created, "
                        + "\(set.counts.updated) updated"))
        }
    }

    /// Applies a plan with its progress on standard error. Without a message of its own it takes the plan's.
    ///
    /// - Throws: `CommandFailure` that says why not.
    static func apply(
        _ plan: ImportPlan, from imports: some ImportRepository, in context: ChangeContext,
        _ terminal: Terminal
    ) throws(CommandFailure) -> ImportPlan {
        let context = ChangeContext(
            actor: context.actor, at: context.time, message: context.message ?? plan.heading.context.message)
        var progress = Progress("applying", counting: "rows", in: terminal)
        defer { progress.finish() }
        let total = Double(max(plan.counts.total, 1))
        do throws(ImportRefusal) {
            return try imports.apply(plan.heading.id, in: context) { count in
                progress.update(count, share: Double(count) / total)
            }
        } catch {
            throw CommandFailure(TextTable.printable("\(error)"))
        }
    }
}
