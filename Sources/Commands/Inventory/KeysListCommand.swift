import API
import Allocation
import SQLiteStore

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
            terminal.print(TextTable(["NAME", "ROLE", "CREATED", "REVOKED"], rows))
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
