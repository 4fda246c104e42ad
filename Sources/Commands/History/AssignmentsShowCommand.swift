import Allocation
import CommandLineInterface

/// `assignments show`: one decision with all that is known of it.
struct AssignmentsShowCommand: Command {
    static let specification = CommandSpecification(
        name: "assignments show",
        summary: "Show a decision with all that is known of it",
        positionals: [.init(name: "NUMBER", help: "The decision's number, as assignments list shows it")],
        options: [.data, .format, .help],
        examples: ["dps-allocator assignments show 1"]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let word = arguments.positionals[0]
        guard let number = Int64(word), number > 0 else {
            throw UsageError("NUMBER takes the number of a decision, not \"\(word)\"")
        }
        let format = try arguments.format
        guard let assignment = try arguments.openHistory().assignment(number) else {
            throw CommandFailure("there is no decision \(number)")
        }
        switch format {
        case .json:
            terminal.print(assignment.json)
        case .text:
            let rows = (assignment.json.object?.members ?? []).map { member in
                [member.name, member.value.string ?? member.value.description]
            }
            terminal.print(TextTable(["MEMBER", "VALUE"], rows, overflow: .wrap))
        }
    }
}
