import Allocation
import CommandLineInterface
import SQLiteStore

/// `divisions list`: where devices belong.
struct DivisionsListCommand: Command {
    static let specification = CommandSpecification(
        name: "divisions list", summary: "List the divisions", options: [.data, .format, .help])

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let format = try arguments.format
        let divisions = try InventoryAccess(in: arguments.dataDirectory).policies.divisions()
        switch format {
        case .text:
            let rows = divisions.map { division in
                [
                    division.value.name, division.value.noun, division.value.hubPattern,
                    division.value.twin == nil ? "-" : "own", division.value.payload == nil ? "-" : "own",
                    String(division.revision),
                ]
            }
            let headings = ["NAME", "NOUN", "HUB PATTERN", "TWIN", "PAYLOAD", "REVISION"]
            terminal.print(TextTable(headings, rows))
        case .json:
            terminal.print(.array(divisions.map(\.json)))
        }
    }
}
