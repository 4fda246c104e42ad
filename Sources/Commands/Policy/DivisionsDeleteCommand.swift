import Allocation
import CommandLineInterface
import SQLiteStore

/// `divisions delete`: takes a division away.
struct DivisionsDeleteCommand: Command {
    static let specification = CommandSpecification(
        name: "divisions delete",
        summary: "Take away a division that no device and no rule is in",
        positionals: [DivisionOptions.name],
        options: [.ifRevision, .message, .dryRun, .data, .format, .help]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let name = arguments.positionals[0]
        let precondition = try arguments.precondition()
        let context = try terminal.changeContext(message: arguments.value("--message"))
        let policies = try InventoryAccess(in: arguments).policies
        do throws(ChangeRefusal) {
            _ = try policies.delete(division: name, if: precondition, in: context)
        } catch {
            throw DivisionOptions.report.failure(error, of: name)
        }
        try DivisionOptions.report.print(.deleted, name, nil, arguments, in: terminal)
    }
}
