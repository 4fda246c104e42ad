import Allocation
import CommandLineInterface
import SQLiteStore

/// `rules list`: where devices belong that nobody registered.
struct RulesListCommand: Command {
    static let specification = CommandSpecification(
        name: "rules list", summary: "List the rules in the order in which they are tried",
        options: [.data, .format, .help])

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let format = try arguments.format
        let rules = try InventoryAccess(in: arguments.dataDirectory).policies.rules()
        switch format {
        case .text:
            let rows = rules.enumerated().map { place, rule in
                [
                    String(place + 1), String(rule.value.id), rule.value.kind.rawValue, rule.value.pattern,
                    rule.value.division, String(rule.revision),
                ]
            }
            let headings = ["POSITION", "NUMBER", "KIND", "PATTERN", "DIVISION", "REVISION"]
            terminal.print(TextTable(headings, rows))
        case .json:
            terminal.print(rules.json)
        }
    }
}
