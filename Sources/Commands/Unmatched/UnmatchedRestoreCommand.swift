import Allocation
import CommandLineInterface
import SQLiteStore

/// `unmatched restore`: takes dismissals back.
struct UnmatchedRestoreCommand: Command {
    static let specification = CommandSpecification(
        name: "unmatched restore",
        summary: "Take back that devices or a group were dismissed",
        options: UnmatchedOptions.selection + [.dryRun, .data, .format, .help],
        examples: ["dps-allocator unmatched restore --suffix=-tst-#"]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let subjects = try UnmatchedDismissCommand.subjects(from: arguments, in: terminal)
        let format = try arguments.format
        let restored: Int
        let unmatched = try InventoryAccess(in: arguments).unmatched
        do throws(ChangeRefusal) {
            restored = try unmatched.restore(subjects)
        } catch {
            throw UnmatchedOptions.failure(error)
        }
        switch format {
        case .text: terminal.print(arguments.reported("restored \(restored) of \(subjects.count)"))
        case .json:
            terminal.print([
                "dryRun": .bool(arguments.isDryRun), "restored": .number(JSONNumber(Int64(restored))),
            ])
        }
    }
}
