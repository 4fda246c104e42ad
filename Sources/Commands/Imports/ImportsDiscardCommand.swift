import Allocation
import CommandLineInterface
import SQLiteStore

/// `imports discard`: throws a plan away.
struct ImportsDiscardCommand: Command {
    static let specification = CommandSpecification(
        name: "imports discard",
        summary: "Throw a plan away; what was applied of it stays",
        positionals: [.plan],
        options: [.dryRun, .data, .format, .help]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let id = try arguments.planID()
        guard try InventoryAccess(in: arguments).imports.discard(id) else {
            throw CommandFailure.noPlan(id)
        }
        try WriteReport(effect: .deleted, noun: "import", value: nil, line: "discarded \(id)").print(
            arguments, in: terminal)
    }
}
