import Allocation
import SQLiteStore

/// `assignments list`: what was decided, newest first.
struct AssignmentsListCommand: Command {
    static let specification = CommandSpecification(
        name: "assignments list",
        summary: "Show what was decided, the newest first",
        options: [
            .init(name: "--registration-id", value: "ID", help: "Only this device's; case does not matter"),
            .init(name: "--before", value: "NUMBER", help: "Only those before this one: the next page"),
            .init(name: "--limit", value: "N", help: "How many at most (default: 50)"),
            .data, .format, .help,
        ],
        examples: [
            "dps-allocator assignments list --registration-id breakroom499-contoso-tstrsd-007 --format json"
        ]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let query = AssignmentQuery(
            AssignmentFilter(
                registrationID: try arguments.value("--registration-id").map(Arguments.registrationID)),
            after: try arguments.value("--before") == nil
                ? nil : Int64(arguments.integer("--before", in: 1...Int.max, default: 1)),
            limit: try arguments.integer("--limit", in: 1...10_000, default: 50))
        let format = try arguments.format
        let history = SQLiteAssignmentRepository(
            try SerializedConnection(to: .history, in: arguments.dataDirectory))
        let assignments = try history.page(of: query).assignments
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
