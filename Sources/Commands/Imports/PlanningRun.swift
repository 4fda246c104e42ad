import API
import Allocation
import CommandLineInterface
import Files
import SQLiteStore

/// Plans the import of a file, with its progress on standard error.
struct PlanningRun {
    let path: String
    let form: FileForm
    let imports: any ImportRepository
    let terminal: Terminal

    /// - Throws: `CommandFailure` when the file cannot be read, `StoreError` when the plan cannot be made.
    func plan(in context: ChangeContext) throws -> ImportPlan {
        let file = try terminal.openFile(path)
        let source = path == "-" ? nil : String(path.unicodeScalars.suffix(ImportHeading.longestSource))
        let heading = ImportHeading(
            id: terminal.surroundings.makeRequestID(), source: source, context: context)
        let planner = try imports.beginPlan(heading)
        var progress = Progress("planning", counting: "rows", in: terminal)
        defer { progress.finish() }
        var reader = DeviceFileReader(form)
        var (rows, bytes) = (Int64(0), Int64(0))
        do {
            while let piece = try file.next() {
                bytes += Int64(piece.count)
                reader.push(piece)
                rows += try Self.take(from: &reader, into: planner)
                progress.update(rows, share: file.size.map { Double(bytes) / Double(max($0, 1)) })
            }
            reader.finish()
            rows += try Self.take(from: &reader, into: planner)
        } catch let error as DeviceFileError {
            throw CommandFailure("\(path): \(TextTable.printable(error.description))")
        }
        guard reader.hasBegun else { throw CommandFailure("\(path) has no line") }
        return try planner.finish()
    }

    private static func take(from reader: inout DeviceFileReader, into planner: any ImportPlanner) throws
        -> Int64
    {
        var count: Int64 = 0
        while let row = try reader.next() {
            try planner.add(row)
            count += 1
        }
        return count
    }
}
