import Allocation
import CommandLineInterface
import SQLiteStore

/// `rules delete`: takes a rule away.
struct RulesDeleteCommand: Command {
    static let specification = CommandSpecification(
        name: "rules delete",
        summary: "Take a rule away",
        positionals: [RuleOptions.number],
        options: [.ifRevision, .message, .dryRun, .data, .format, .help]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let number = try RuleOptions.number(in: arguments)
        let precondition = try arguments.precondition()
        let context = try terminal.changeContext(message: arguments.value("--message"))
        let policies = try InventoryAccess(in: arguments).policies
        do throws(ChangeRefusal) {
            _ = try policies.change(rule: number, if: precondition, in: context) { _ in nil }
        } catch {
            throw RuleOptions.report.failure(error, of: String(number))
        }
        try RuleOptions.report.print(.deleted, String(number), nil, arguments, in: terminal)
    }
}
