import Allocation
import CommandLineInterface
import Files
import SQLiteStore

/// `imports rows`: every row of a plan with its verdict.
struct ImportsRowsCommand: Command {
    private enum Form: String, CaseIterable {
        case text
        case csv
        case ndjson
        /// One array of all rows, by `--format json`.
        case json

        static let allCases: [Form] = [.text, .csv, .ndjson]

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
            .data, .format, .help,
        ],
        examples: ["dps-allocator imports rows ID --verdict invalid --as csv > faults.csv"]
    )

    private static func form(of arguments: Arguments) throws(UsageError) -> Form {
        guard arguments.has("--format") else { return try arguments.choice("--as", default: .text) }
        guard !arguments.has("--as") else { throw UsageError("--as and --format do not go together") }
        return try arguments.format == .json ? .json : .text
    }

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let id = try arguments.planID()
        let form = try form(of: arguments)
        var query = PlannedRowQuery(limit: step)
        if arguments.has("--verdict") { query.verdict = try arguments.choice("--verdict") }
        let imports = try InventoryAccess(in: arguments.dataDirectory).imports
        var file = form.file.map(PlannedRowWriter.init)
        var separator = "[\n"
        while terminal.outputFault() == nil {
            guard let rows = try imports.rows(of: id, matching: query) else {
                throw CommandFailure.noPlan(id)
            }
            for row in rows { file?.append(row) }
            if let bytes = file?.take() {
                terminal.write(String(decoding: bytes, as: UTF8.self))
            } else if form == .json {
                for row in rows {
                    terminal.write(separator + row.json.description)
                    separator = ",\n"
                }
            } else if !rows.isEmpty || query.after == 0 {
                terminal.print(table(of: rows))
            }
            guard rows.count == step, let last = rows.last else { break }
            query.after = last.number
        }
        if form == .json { terminal.write(separator == ",\n" ? "\n]\n" : "[]\n") }
    }

    private static let headings = ["LINE", "REGISTRATION ID", "VERDICT", "WHY"]

    static func table(of rows: [PlannedRow]) -> TextTable {
        TextTable(headings, rows.map(cells), overflow: .wrap, toned: ["VERDICT"])
    }

    private static func cells(_ row: PlannedRow) -> [String] {
        [String(row.line), row.registrationID, row.verdict.rawValue, row.explanation]
    }
}
