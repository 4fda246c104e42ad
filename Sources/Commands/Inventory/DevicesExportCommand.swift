import Allocation
import DeviceFiles
import SQLiteStore

/// `devices export`: the inventory as a file.
struct DevicesExportCommand: Command {
    static let specification = CommandSpecification(
        name: "devices export",
        summary: "Write devices to standard output, in the order of their registration IDs",
        options: DeviceFilterOptions.specification + [
            .init(
                name: "--as", value: "csv|ndjson",
                help: "CSV (RFC 4180), or a JSON object a line (default: csv)"),
            .init(name: "--bom", value: nil, help: "Begin with the mark by which Excel knows UTF-8"),
            .data, .help,
        ],
        discussion:
            "All of it is as of one moment, whatever is written meanwhile; one device is held in memory at a time.",
        examples: [
            "dps-allocator devices export --division toasters > toasters.csv",
            "dps-allocator devices export --as ndjson --status held",
        ]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let form: DeviceFileForm = try arguments.choice("--as", default: .csv)
        guard form == .csv || !arguments.has("--bom") else { throw UsageError("--bom goes with csv") }
        let filter = try DeviceFilterOptions.filter(from: arguments)
        let devices = try InventoryAccess(in: arguments.dataDirectory).devices
        var file = DeviceFileWriter(form, isMarked: arguments.has("--bom"))
        try devices.forEachDevice(matching: filter) { device in
            file.append(device)
            guard file.count >= DeviceFileWriter.pieceSize else { return }
            terminal.write(String(decoding: file.take(), as: UTF8.self))
        }
        terminal.write(String(decoding: file.take(), as: UTF8.self))
    }
}
