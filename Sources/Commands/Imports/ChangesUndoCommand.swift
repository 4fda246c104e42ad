import Allocation
import CommandLineInterface
import SQLiteStore

/// `changes undo`: takes a change set back.
struct ChangesUndoCommand: Command {
    static let specification = CommandSpecification(
        name: "changes undo",
        summary: "Take back what a change set changed, but for what was edited since",
        positionals: [.init(name: "SET", help: "The number of the change set, as changes shows it")],
        options: [.message, .dryRun, .data, .format, .help],
        discussion: """
            The undo is a change set itself, and can be taken back. What was edited since stays as it is and is listed; keys are not taken back.
            """
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let text = arguments.positionals[0]
        guard let set = Int64(text), set > 0 else {
            throw CommandFailure("\"\(text)\" is not the number of a change set")
        }
        try undo(set, arguments, in: terminal)
    }

    static func undo(_ set: Int64, _ arguments: Arguments, in terminal: Terminal) throws {
        let format = try arguments.format
        let context = try terminal.changeContext(message: arguments.value("--message"))
        let changes = try InventoryAccess(in: arguments).changes
        guard let counts = try changes.changeSet(set)?.counts else {
            throw CommandFailure("there is no change set \(set)")
        }
        var progress = Progress("undoing", counting: "changes", in: terminal)
        defer { progress.finish() }
        let outcome: UndoOutcome
        do throws(ChangeRefusal) {
            outcome = try changes.undo(changeSet: set, in: context) { count in
                progress.update(count, share: Double(count) / Double(max(counts.total, 1)))
            }
        } catch {
            throw CommandFailure("\(error)")
        }
        progress.finish()
        switch format {
        case .json: terminal.print(outcome.json)
        case .text: report(outcome, of: set, arguments, in: terminal)
        }
        if outcome.changeSet == nil, outcome.refusedCount > 0 {
            throw CommandFailure("nothing of change set \(set) was taken back")
        }
    }

    private static func report(
        _ outcome: UndoOutcome, of set: Int64, _ arguments: Arguments, in terminal: Terminal
    ) {
        if let undone = outcome.changeSet {
            let counts = undone.counts
            terminal.print(
                arguments.reported(
                    "took change set \(set) back as change set \(undone.id): \(counts.created) created, "
                        + "\(counts.updated) updated, \(counts.deleted) deleted"))
        }
        guard outcome.refusedCount > 0 else { return }
        terminal.print("left as they are: \(outcome.refusedCount)")
        let rows = outcome.refused.map { [$0.kind.rawValue, $0.subject, $0.reason] }
        terminal.print(TextTable(["WHAT", "SUBJECT", "WHY"], rows, overflow: .wrap))
    }
}
