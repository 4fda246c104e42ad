import Allocation
import Files
import SQLiteStore

/// `imports rows`: every row of a plan with its verdict.
struct ImportsRowsCommand: Command {
    private enum Form: String, CaseIterable {
        case text
        case csv
        case ndjson

        var file: FileForm? { FileForm(rawValue: rawValue) }
    }

    /// Rows that are read at once.
    private static let step = 1_000

    static let specification = CommandSpecification(
        name: "imports rows",
        summary: "Write the rows of a plan, each with its verdict and why",
        positionals: [.plan],
        options: [
            .init(
                name: "--verdict", value: "WORD",
                help: "Only create, update, unchanged, conflicting, invalid or duplicated ones"),
            .init(name: "--as", value: "text|csv|ndjson", help: "How to write them (default: text)"),
            .data, .help,
        ],
        examples: ["dps-allocator imports rows ID --verdict invalid --as csv > faults.csv"]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let id = try arguments.planID()
        let form: Form = try arguments.choice("--as", default: .text)
        var query = PlannedRowQuery(limit: step)
        if arguments.has("--verdict") { query.verdict = try arguments.choice("--verdict") }
        let imports = try InventoryAccess(in: arguments.dataDirectory).imports
        var file = form.file.map(PlannedRowWriter.init)
        while terminal.outputFault() == nil {
            guard let rows = try imports.rows(of: id, matching: query) else {
                throw CommandFailure.noPlan(id)
            }
            for row in rows { file?.append(row) }
            if let bytes = file?.take() {
                terminal.write(String(decoding: bytes, as: UTF8.self))
            } else if !rows.isEmpty || query.after == 0 {
                terminal.print(table(of: rows))
            }
            guard rows.count == step, let last = rows.last else { return }
            query.after = last.number
        }
    }

    private static let headings = ["LINE", "REGISTRATION ID", "VERDICT", "WHY"]

    static func table(of rows: [PlannedRow]) -> TextTable {
        TextTable(headings, rows.map(cells), overflow: .wrap, toned: ["VERDICT"])
    }

    private static func cells(_ row: PlannedRow) -> [String] {
        [String(row.line), row.registrationID, row.verdict.rawValue, row.explanation]
    }
}
