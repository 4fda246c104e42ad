import Allocation
import CommandLineInterface
import SQLiteStore

/// `devices list`: a page of the inventory.
struct DevicesListCommand: Command {
    static let specification = CommandSpecification(
        name: "devices list",
        summary: "List registered devices",
        options: DeviceFilterOptions.specification + [
            .init(
                name: "--sort", value: "MEMBER",
                help:
                    "By what: registrationId, division, status, pinnedHub, note, revision, createdAt, createdBy, updatedAt, "
                    + "updatedBy (default: registrationId)"),
            .init(name: "--descending", value: nil, help: "The largest or latest first"),
            .init(
                name: "--after", value: "ID", help: "Only those behind this device in the list: the next page"
            ),
            .init(name: "--limit", value: "N", help: "How many at most (default: 50)"),
            .data, .format, .help,
        ],
        examples: [
            "dps-allocator devices list --division toasters --status held --sort updatedAt --descending"
        ]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let devices = try InventoryAccess(in: arguments.dataDirectory).devices
        var query = DeviceQuery(
            filter: try DeviceFilterOptions.filter(from: arguments),
            order: try arguments.choice("--sort", default: .registrationId),
            isDescending: arguments.has("--descending"),
            limit: try arguments.integer("--limit", in: 1...10_000, default: 50))
        try DeviceFilterOptions.bringUpToDate(query.filter, in: arguments.dataDirectory, telling: terminal)
        if let id = try arguments.value("--after").map(Arguments.registrationID) {
            if query.order == .registrationId {
                query.after = DeviceCursor(key: .text(id.text), registrationID: id.text)
            } else {
                guard let last = try devices.device(id) else {
                    throw CommandFailure("\(id) is not registered")
                }
                query.after = DeviceCursor(of: last, in: query.order)
            }
        }
        let page = try devices.page(of: query).devices
        switch try arguments.format {
        case .text: terminal.print(TextTable(headings, page.map(cells), toned: ["STATUS"]))
        case .json: terminal.print(.array(page.map(\.json)))
        }
    }

    private static let headings = [
        "REGISTRATION ID", "DIVISION", "STATUS", "PINNED HUB", "TWIN", "LABELS", "REVISION", "UPDATED",
    ]

    private static func cells(_ registered: RegisteredDevice) -> [String] {
        let device = registered.device
        return [
            device.registrationID.text, device.division, device.status.rawValue, device.pinnedHub ?? "-",
            device.twin == nil ? "-" : "own",
            device.labels.isEmpty ? "-" : device.labels.joined(separator: ", "),
            String(registered.revision), registered.updatedAt.description,
        ]
    }
}
