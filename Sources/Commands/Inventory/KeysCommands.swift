import API
import Allocation
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
                help: "What the key is called, in the list and in the history of changes",
                isRequired: true),
            .data, .help,
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
        let inventory = try InventoryAccess(in: arguments.dataDirectory)
        terminal.print(try create(name, role, in: inventory.keys, terminal).text)
    }

    static func create(
        _ name: String, _ role: Role, in keys: some APIKeyRepository, _ terminal: Terminal
    ) throws -> APIKeySecret {
        let surroundings = terminal.surroundings
        let secret = APIKeySecret(randomBytes: surroundings.randomBytes(count: APIKeySecret.byteCount))
        _ = try keys.create(name: name, role: role, digest: secret.digest, at: surroundings.now)
        return secret
    }
}

/// `keys list`: what keys there are; the keys themselves nobody can show.
struct KeysListCommand: Command {
    static let specification = CommandSpecification(
        name: "keys list", summary: "Show what keys there are and were", options: [.data, .format, .help])

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let format = try arguments.format
        let keys = try InventoryAccess(in: arguments.dataDirectory).keys.keys()
        switch format {
        case .text:
            let rows = keys.map { key in
                [
                    key.name, key.role.rawValue, key.createdAt.description,
                    key.revokedAt?.description ?? "live",
                ]
            }
            terminal.write(TextTable(["NAME", "ROLE", "CREATED", "REVOKED"], rows).text)
        case .json:
            terminal.print(
                .array(
                    keys.map { key in
                        [
                            "name": .string(key.name),
                            "role": .string(key.role.rawValue),
                            "createdAt": .string(key.createdAt.description),
                            "revokedAt": key.revokedAt.map { .string($0.description) } ?? .null,
                        ]
                    }))
        }
    }
}

/// `keys revoke`: shuts a key.
struct KeysRevokeCommand: Command {
    static let specification = CommandSpecification(
        name: "keys revoke",
        summary: "Shut a key; from the next request on it opens nothing",
        positionals: [.init(name: "NAME", help: "The name it was made with")],
        options: [.data, .help]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let name = arguments.positionals[0]
        let inventory = try InventoryAccess(in: arguments.dataDirectory)
        guard try inventory.keys.revoke(name: name, at: terminal.surroundings.now) else {
            throw CommandFailure("there is no live key named \"\(name)\"; see: dps-allocator keys list")
        }
        terminal.print("revoked \(name)")
    }
}
