import Allocation
import CommandLineInterface
import Files
import SQLiteStore

/// `changes export`: the change log as a file.
struct ChangesExportCommand: Command {
    static let specification = CommandSpecification(
        name: "changes export",
        summary: "Write the change log to standard output, the newest first",
        options: ChangeFilterOptions.specification + [
            .init(
                name: "--as", value: "csv|ndjson",
                help: "CSV (RFC 4180), or a JSON object a line (default: csv)"),
            .data, .help,
        ],
        discussion:
            "Lines are never changed and new ones come at the newer end only, so what was there at the start is all there.",
        examples: [
            "dps-allocator changes export --actor night-shift --since 2027-01-01T00:00:00Z > changes.csv"
        ]
    )

    /// Lines that are read at once.
    private static let batch = 100

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let form: FileForm = try arguments.choice("--as", default: .csv)
        var filter = try ChangeFilterOptions.filter(from: arguments)
        filter.limit = batch
        let changes = try InventoryAccess(in: arguments.dataDirectory).changes
        var file = ChangeFileWriter(form)
        var progress = Progress("exporting", counting: "changes", in: terminal)
        defer { progress.finish() }
        var count: Int64 = 0
        while terminal.outputFault() == nil, case let piece = try changes.changes(matching: filter),
            let last = piece.last
        {
            for change in piece { file.append(change) }
            terminal.write(String(decoding: file.take(), as: UTF8.self))
            count += Int64(piece.count)
            if !terminal.showsOutput { progress.update(count, share: nil) }
            filter.before = last.id
        }
        terminal.write(String(decoding: file.take(), as: UTF8.self))
    }
}
