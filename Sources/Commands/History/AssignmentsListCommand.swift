import API
import Allocation
import CommandLineInterface

/// `assignments list`: what was decided.
struct AssignmentsListCommand: Command {
    static let specification = CommandSpecification(
        name: "assignments list",
        summary: "Show what was decided, the newest first",
        options: AssignmentFilterOptions.specification + [
            .init(name: "--oldest-first", value: nil, help: "Begin with the oldest one"),
            .init(
                name: "--after", value: "NUMBER",
                help: "Only those behind this one in the list: the next page"),
            .init(name: "--limit", value: "N", help: "How many at most (default: 50)"),
            .data, .format, .help,
        ],
        examples: [
            "dps-allocator assignments list --registration-id breakroom499-contoso-tstrsd-007 --format json",
            "dps-allocator assignments list --outcome rejected --since 24h",
            "dps-allocator assignments list --changes-hub --division toasters --oldest-first",
        ]
    )

    /// Rows that are read at once.
    private static let batch = 1_000

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let filter = try AssignmentFilterOptions.filter(from: arguments, at: terminal.surroundings.now)
        let limit = try arguments.integer("--limit", in: 1...10_000, default: 50)
        let after =
            arguments.has("--after")
            ? Int64(try arguments.integer("--after", in: 1...Int.max, default: 1)) : nil
        let format = try arguments.format
        let reading = try AssignmentReading(
            of: filter, isOldestFirst: arguments.has("--oldest-first"), after: after,
            from: arguments.openHistory())
        let assignments = try rows(of: reading, atMost: limit, telling: terminal)
        switch format {
        case .text:
            let headings = [
                "NUMBER", "WHEN (UTC)", "REGISTRATION ID", "OUTCOME", "REASON", "SOURCE", "HUB",
                "PREVIOUS HUB", "ENROLLMENT",
            ]
            terminal.print(TextTable(headings, assignments.map(cells), toned: ["OUTCOME"]))
        case .json:
            terminal.print(.array(assignments.map(\.json)))
        }
    }

    /// Reads on until there are as many as wanted. What is rare is looked for in all of the history, which takes its time.
    ///
    /// - Parameters:
    ///   - reading: where the rows come from.
    ///   - limit: how many are wanted.
    ///   - terminal: told how far the search is.
    ///   - goesOn: asked before each step; `false` ends the search.
    /// - Returns: what was found, in the order of the reading.
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    static func rows(
        of reading: AssignmentReading, atMost limit: Int, telling terminal: Terminal,
        while goesOn: () -> Bool = { true }
    ) throws(StoreError) -> [RecordedAssignment] {
        var (reading, rows) = (reading, [RecordedAssignment]())
        var progress = Progress("searching", counting: "decisions found", in: terminal)
        defer { progress.finish() }
        while !reading.isAtEnd, rows.count < limit, goesOn() {
            rows += try reading.next(atMost: min(limit - rows.count, batch))
            progress.update(Int64(rows.count), share: reading.share)
        }
        return rows
    }

    private static func cells(_ assignment: RecordedAssignment) -> [String] {
        let source =
            switch assignment.source {
            case .inventory(let revision): "inventory, revision \(revision)"
            case .rule(let id): "rule \(id)"
            case .none: "-"
            }
        return [
            String(assignment.id),
            assignment.decidedAt.description,
            assignment.registrationID ?? "-",
            assignment.isAssigned ? "assigned" : "rejected",
            assignment.reason.rawValue,
            source,
            assignment.hub ?? "-",
            assignment.previousHub ?? "-",
            assignment.enrollment.map { "\($0.kind.rawValue) \($0.id)" } ?? "-",
        ]
    }
}
