import API
import Allocation
import CommandLineInterface
import SQLiteStore

/// `keys create`: makes a key and shows it, this once.
struct KeysCreateCommand: Command {
    static let specification = CommandSpecification(
        name: "keys create",
        summary: "Make a key and print it, alone and this once",
        options: [
            .init(
                name: "--role", value: "ROLE",
                help: "webhook (DPS), fleet (devices), auditor (reads all) or admin",
                isRequired: true),
            .init(
                name: "--name", value: "NAME",
                help: "What the key is called in the list, and revoked by",
                isRequired: true),
            .message, .dryRun, .data, .format, .help,
        ],
        discussion: """
            Only the SHA-256 of the key is kept. Several keys of a role can be live at once: to rotate one, make the next, hand it out,
            then revoke the old one. A running service sees the change at its next request.
            """,
        examples: ["dps-allocator keys create --role webhook --name dps-2027"]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let role: Role = try arguments.choice("--role")
        let name = try arguments.required("--name")
        let secret = terminal.surroundings.makeSecret()
        let draft = try APIKeyDraft(name: name, role: role, digest: secret.digest)
        let inventory = try InventoryAccess(in: arguments)
        let made = try inventory.keys.create(
            [draft], in: terminal.changeContext(message: arguments.value("--message")))
        // A key that is not made is no key to be shown.
        guard try arguments.format == .json || arguments.isDryRun else {
            terminal.print(secret.text)
            return
        }
        var key = made.first?.listedJSON.object ?? JSONObject()
        key["secret"] = arguments.isDryRun ? nil : .string(secret.text)
        try WriteReport(effect: .created, noun: "key", value: .object(key), line: "created \(name)").print(
            arguments, in: terminal)
    }
}
