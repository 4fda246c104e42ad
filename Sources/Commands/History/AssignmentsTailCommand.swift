import API
import Allocation
import CommandLineInterface

/// `assignments tail`: what is being decided.
struct AssignmentsTailCommand: Command {
    static let specification = CommandSpecification(
        name: "assignments tail",
        summary: "Show the last decisions, and then each new one as it is made",
        options: AssignmentFilterOptions.specification + [
            .init(name: "--lines", value: "N", help: "How many to begin with, from 0 (default: 10)"),
            .data,
            .init(
                name: "--format", value: "text|json",
                help: "How to print; json is an object a line (default: text)"),
            .help,
        ],
        discussion: "It ends at Ctrl-C, or when nobody reads its output any more.",
        examples: [
            "dps-allocator assignments tail --outcome rejected",
            "dps-allocator assignments tail --lines 0 --format json",
        ]
    )

    /// How late a decision may be shown.
    private static let pause = Duration.milliseconds(250)

    /// Rows that are read at once.
    private static let batch = 200

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let filter = try AssignmentFilterOptions.filter(from: arguments, at: terminal.surroundings.now)
        let lines = try arguments.integer("--lines", in: 0...10_000, default: 10)
        let format = try arguments.format
        let signals = StopSignals()
        let history = try arguments.openHistory()
        func isWanted(waiting time: Duration) -> Bool {
            !signals.wait(atMost: time) && !terminal.outputIsClosed()
        }

        let past = try AssignmentReading(of: filter, from: history)
        let newest = try AssignmentsListCommand.rows(of: past, atMost: lines, telling: terminal) {
            isWanted(waiting: .zero)
        }
        show(newest.reversed(), as: format, in: terminal)
        var last = past.last ?? 0
        while isWanted(waiting: pause) {
            var reading = try AssignmentReading(
                of: filter, isOldestFirst: true, after: last, from: history)
            while !reading.isAtEnd {
                show(try reading.next(atMost: batch), as: format, in: terminal)
                guard isWanted(waiting: .zero) else { return }
            }
            last = max(last, reading.last ?? last)
        }
    }

    /// Some lines at once, so that whoever reads them sees them together.
    private static func show(
        _ assignments: [RecordedAssignment], as format: OutputFormat, in terminal: Terminal
    ) {
        guard !assignments.isEmpty else { return }
        let width = terminal.width()
        let lines = assignments.map { assignment in
            switch format {
            case .text: line(assignment, fitting: width, isColoured: terminal.isColoured)
            case .json: assignment.json.description
            }
        }
        terminal.print(lines.joined(separator: "\n"))
    }

    /// For example `2027-01-31T18:00:00.000Z  17  sn-0042  assigned to hub-1 by the inventory, revision 1`.
    static func line(_ assignment: RecordedAssignment, fitting room: Int?, isColoured: Bool) -> String {
        let start = DisplayedText(
            TextTable.printable(
                "\(assignment.decidedAt)  \(assignment.id)  \(assignment.registrationID ?? "-")  "))
        let end = DisplayedText(TextTable.printable(TimelineEntry.decided(assignment).summary))
        guard let room else { return start.text + end.text }
        let shown = (start: start.cut(to: room), end: end.cut(to: max(room - start.width, 0)))
        guard isColoured, !shown.end.text.isEmpty else { return shown.start.text + shown.end.text }
        let tone: Tone = assignment.isAssigned ? .good : .bad
        return shown.start.text + tone.colour(shown.end.text)
    }
}
