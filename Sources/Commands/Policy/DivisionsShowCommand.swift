import Allocation
import CommandLineInterface
import SQLiteStore

/// `divisions show`: one division with all that is known of it.
struct DivisionsShowCommand: Command {
    static let specification = CommandSpecification(
        name: "divisions show", summary: "Show a division", positionals: [DivisionOptions.name],
        options: [.data, .format, .help])

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let name = arguments.positionals[0]
        let divisions = try InventoryAccess(in: arguments.dataDirectory).policies.divisions()
        guard let division = divisions.first(where: { $0.value.name.equalsFoldingCase(name) }) else {
            throw DivisionOptions.report.missing(name)
        }
        try DivisionOptions.report.show(division.json, arguments, in: terminal)
    }
}
