import Allocation
import CommandLineInterface
import SQLiteStore

/// `rules show`: one rule with its position.
struct RulesShowCommand: Command {
    static let specification = CommandSpecification(
        name: "rules show", summary: "Show a rule", positionals: [RuleOptions.number],
        options: [.data, .format, .help])

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let number = try RuleOptions.number(in: arguments)
        let rules = try InventoryAccess(in: arguments.dataDirectory).policies.rules()
        guard let place = rules.firstIndex(where: { $0.value.id == number }) else {
            throw RuleOptions.report.missing(String(number))
        }
        try RuleOptions.report.show(rules[place].json(at: place + 1), arguments, in: terminal)
    }
}
