import Allocation
import CommandLineInterface
import SQLiteStore

/// `imports show`: one plan.
struct ImportsShowCommand: Command {
    static let specification = CommandSpecification(
        name: "imports show",
        summary: "Show a plan: what it would do, or did",
        positionals: [.plan],
        options: [.data, .format, .help]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let id = try arguments.planID()
        guard let plan = try InventoryAccess(in: arguments.dataDirectory).imports.plan(id) else {
            throw CommandFailure.noPlan(id)
        }
        switch try arguments.format {
        case .json:
            terminal.print(plan.json)
        case .text:
            var rows = [
                ["planned", "\(plan.heading.context.time) by \(plan.heading.context.actor)"],
                ["source", plan.heading.source ?? "-"],
                ["message", plan.heading.context.message ?? "-"],
            ]
            rows += ImportVerdict.allCases.map { [$0.rawValue, String(plan.counts[$0])] }
            let state =
                plan.changeSet.map { "applied as change set \($0.id) at \($0.context.time)" }
                ?? (plan.counts.blocking > 0 ? "cannot be applied" : "can be applied")
            terminal.print(
                TextTable(["PLAN", id.description], rows + [["state", state]], overflow: .wrap))
        }
    }
}
