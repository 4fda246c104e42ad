import Allocation
import SQLiteStore

/// `devices list`: a page of the inventory.
struct DevicesListCommand: Command {
    static let specification = CommandSpecification(
        name: "devices list",
        summary: "List registered devices in the order of their registration IDs",
        options: [
            .init(
                name: "--after", value: "ID", help: "Only those behind this registration ID: the next page"),
            .init(name: "--limit", value: "N", help: "How many at most (default: 50)"),
            .data, .format, .help,
        ]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let devices = try InventoryAccess(in: arguments.dataDirectory).devices.devices(
            after: arguments.value("--after").map(Arguments.registrationID),
            limit: arguments.integer("--limit", in: 1...10_000, default: 50))
        switch try arguments.format {
        case .text:
            let rows = devices.map { registered in
                let device = registered.device
                return [
                    device.registrationID.text, device.division, device.status.rawValue,
                    device.pinnedHub ?? "-",
                    device.twin == nil ? "-" : "own", String(registered.revision),
                    registered.updatedAt.description,
                ]
            }
            terminal.write(
                TextTable(
                    ["REGISTRATION ID", "DIVISION", "STATUS", "PINNED HUB", "TWIN", "REVISION", "UPDATED"],
                    rows
                ).text)
        case .json:
            terminal.print(.array(devices.map(\.json)))
        }
    }
}
