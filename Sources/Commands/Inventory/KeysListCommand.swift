import API
import Allocation
import CommandLineInterface
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
            terminal.print(.array(keys.map(json)))
        }
    }

    /// A key that is live has a null where another has the time of its end.
    private static func json(of key: APIKey) -> JSONValue {
        var object = key.listedJSON.object ?? JSONObject()
        if key.revokedAt == nil { object["revokedAt"] = .null }
        return .object(object)
    }
}
