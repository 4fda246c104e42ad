import API
import Allocation
import CommandLineInterface
import SQLiteStore

/// `keys revoke`: shuts a key.
struct KeysRevokeCommand: Command {
    static let specification = CommandSpecification(
        name: "keys revoke",
        summary: "Shut a key; from the next request on it opens nothing",
        positionals: [.init(name: "NAME", help: "The name it was made with")],
        options: [.message, .dryRun, .data, .format, .help]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let name = arguments.positionals[0]
        let context = try terminal.changeContext(message: arguments.value("--message"))
        let keys = try InventoryAccess(in: arguments).keys
        guard let id = try keys.keys().first(where: { $0.name == name && $0.revokedAt == nil })?.id else {
            throw CommandFailure("there is no live key named \"\(name)\"; see: dps-allocator keys list")
        }
        let changed = try keys.revoke(id: id, if: .none, sparingLastAdmin: false, in: context)
        try WriteReport(
            effect: changed.effect, noun: "key", value: changed.value?.listedJSON, line: "revoked \(name)"
        ).print(arguments, in: terminal)
    }
}
