import API
import Allocation
import CommandLineInterface
import SQLiteStore

/// `keys patch`: gives a key another name or role.
struct KeysPatchCommand: Command {
    static let specification = CommandSpecification(
        name: "keys patch",
        summary: "Give a live key another name or role; the key itself stays the same",
        positionals: [.init(name: "NAME", help: "The name it has now")],
        options: [
            .init(name: "--name", value: "NEW-NAME", help: "What it is to be called"),
            .init(name: "--role", value: "ROLE", help: "webhook, fleet, auditor or admin"),
            .message, .dryRun, .data, .format, .help,
        ],
        discussion: "A running service sees the change at its next request.",
        examples: ["dps-allocator keys patch night-shift --role auditor --message 'reads only'"]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let name = arguments.positionals[0]
        let role: Role? = arguments.has("--role") ? try arguments.choice("--role") : nil
        guard role != nil || arguments.has("--name") else {
            throw UsageError("nothing to change is given: --name or --role")
        }
        let keys = try InventoryAccess(in: arguments).keys
        guard let id = try keys.keys().first(where: { $0.name == name && $0.revokedAt == nil })?.id else {
            throw CommandFailure("there is no live key named \"\(name)\"; see: dps-allocator keys list")
        }
        let context = try terminal.changeContext(message: arguments.value("--message"))
        // Whoever may write the files can always make another admin's key.
        let changed = try keys.change(id: id, if: .none, sparingLastAdmin: false, in: context) {
            key throws(ChangeRefusal) in
            do throws(StoreError) {
                return try APIKeyDraft(
                    name: arguments.value("--name") ?? key.name, role: role ?? key.role, digest: key.digest,
                    insteadOf: key.name)
            } catch {
                throw .store(error)
            }
        }
        let key = changed.value.map { "\($0.name), \($0.role.rawValue)" } ?? name
        try WriteReport(
            effect: changed.effect, noun: "key", value: changed.value?.listedJSON,
            line: "\(changed.effect.rawValue) \(key)"
        ).print(arguments, in: terminal)
    }
}
