import Allocation
import CommandLineInterface
import SQLiteStore

/// `imports undo`: takes an import back.
struct ImportsUndoCommand: Command {
    static let specification = CommandSpecification(
        name: "imports undo",
        summary: "Take an import back, but for the devices that were edited since",
        positionals: [
            .init(name: "SET", help: "The number of its change set, or the ID of its plan")
        ],
        options: ChangesUndoCommand.specification.options,
        discussion: ChangesUndoCommand.specification.discussion
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let text = arguments.positionals[0]
        let inventory = try InventoryAccess(in: arguments.dataDirectory)
        let set: ChangeSet?
        if let id = RequestID(text) {
            set = try inventory.imports.plan(id)?.changeSet
        } else {
            set = try Int64(text).flatMap { number in try inventory.changes.changeSet(number) }
        }
        guard let set, set.kind == .import else {
            throw CommandFailure("\"\(text)\" is no import that was applied; imports list shows them")
        }
        try ChangesUndoCommand.undo(set.id, arguments, in: terminal)
    }
}
