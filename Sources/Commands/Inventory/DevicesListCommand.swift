import Allocation
import SQLiteStore

/// `devices list`: a page of the inventory.
struct DevicesListCommand: Command {
    static let specification = CommandSpecification(
        name: "devices list",
        summary: "List registered devices",
        options: [
            .init(name: "--division", value: "NAME", help: "Only this division's"),
            .init(name: "--status", value: "STATUS", help: "Only active, disabled, held or retired ones"),
            .init(name: "--label", value: "WORD", help: "Only those with this label"),
            .init(name: "--pin", value: "HUB", help: "Only those pinned to this hub"),
            .init(name: "--text", value: "TEXT", help: "Only those with this in their ID or note"),
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
            order: try arguments.choice("--sort", default: .registrationId),
            isDescending: arguments.has("--descending"),
            limit: try arguments.integer("--limit", in: 1...10_000, default: 50))
        query.filter.division = arguments.value("--division")
        query.filter.status = try arguments.has("--status") ? arguments.choice("--status") : nil
        query.filter.label = arguments.value("--label")
        query.filter.pinnedHub = arguments.value("--pin")
        query.filter.text = arguments.value("--text")
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
        case .text: terminal.write(TextTable(headings, page.map(cells)).text)
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
