import API
import Allocation
import CommandLineInterface
import Files

/// `assignments export`: the history as a file.
struct AssignmentsExportCommand: Command {
    static let specification = CommandSpecification(
        name: "assignments export",
        summary: "Write what was decided to standard output, the newest first",
        options: AssignmentFilterOptions.specification + [
            .init(name: "--oldest-first", value: nil, help: "Begin with the oldest one"),
            .init(
                name: "--as", value: "csv|ndjson",
                help: "CSV (RFC 4180), or a JSON object a line (default: csv)"),
            .init(name: "--bom", value: nil, help: "Begin with the mark by which Excel knows UTF-8"),
            .data, .help,
        ],
        discussion: """
            It ends with the decision that is the last one when it begins. Names in it come from requests: whoever opens it in a
            spreadsheet imports its columns as text.
            """,
        examples: [
            "dps-allocator assignments export --since 7d > week.csv",
            "dps-allocator assignments export --as ndjson --outcome rejected --oldest-first",
        ]
    )

    /// Rows that are held at once.
    private static let batch = 200

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let form: FileForm = try arguments.choice("--as", default: .csv)
        guard form == .csv || !arguments.has("--bom") else { throw UsageError("--bom goes with csv") }
        let filter = try AssignmentFilterOptions.filter(from: arguments, at: terminal.surroundings.now)
        var reading = try AssignmentReading(
            of: filter, isOldestFirst: arguments.has("--oldest-first"), from: arguments.openHistory())
        var file = AssignmentFileWriter(form, isMarked: arguments.has("--bom"))
        var progress = Progress("exporting", counting: "decisions", in: terminal)
        defer { progress.finish() }
        var count: Int64 = 0
        while !reading.isAtEnd, terminal.outputFault() == nil {
            let rows = try reading.next(atMost: batch)
            for row in rows { file.append(row) }
            count += Int64(rows.count)
            // Where the file itself is shown, a bar would be in its way.
            if !terminal.showsOutput { progress.update(count, share: reading.share) }
            guard file.count >= FileForm.pieceSize else { continue }
            terminal.write(String(decoding: file.take(), as: UTF8.self))
        }
        terminal.write(String(decoding: file.take(), as: UTF8.self))
    }
}
