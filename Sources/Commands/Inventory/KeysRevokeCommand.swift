import API
import Allocation
import SQLiteStore

/// `keys revoke`: shuts a key.
struct KeysRevokeCommand: Command {
    static let specification = CommandSpecification(
        name: "keys revoke",
        summary: "Shut a key; from the next request on it opens nothing",
        positionals: [.init(name: "NAME", help: "The name it was made with")],
        options: [.message, .dryRun, .data, .help]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let name = arguments.positionals[0]
        let inventory = try InventoryAccess(in: arguments)
        guard
            try inventory.keys.revoke(
                name: name, in: terminal.changeContext(message: arguments.value("--message")))
        else {
            throw CommandFailure("there is no live key named \"\(name)\"; see: dps-allocator keys list")
        }
        terminal.print(arguments.reported("revoked \(name)"))
    }
}
