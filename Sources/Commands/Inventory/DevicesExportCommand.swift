import Allocation
import CommandLineInterface
import Files
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
        let form: FileForm = try arguments.choice("--as", default: .csv)
        guard form == .csv || !arguments.has("--bom") else { throw UsageError("--bom goes with csv") }
        let filter = try DeviceFilterOptions.filter(from: arguments)
        try DeviceFilterOptions.bringUpToDate(filter, in: arguments.dataDirectory, telling: terminal)
        let devices = try InventoryAccess(in: arguments.dataDirectory).devices
        var file = DeviceFileWriter(form, isMarked: arguments.has("--bom"))
        let reading = try devices.reading(of: filter)
        let total = try total(of: filter, in: devices, terminal)
        var progress = Progress("exporting", counting: "devices", in: terminal)
        defer { progress.finish() }
        var count: Int64 = 0
        while terminal.outputFault() == nil, case let piece = try reading.next(atMost: batch), !piece.isEmpty
        {
            for device in piece { file.append(device) }
            count += Int64(piece.count)
            if let total { progress.update(count, share: Double(count) / Double(max(total, 1))) }
            guard file.count >= FileForm.pieceSize else { continue }
            terminal.write(String(decoding: file.take(), as: UTF8.self))
        }
        terminal.write(String(decoding: file.take(), as: UTF8.self))
    }

    /// Devices that are read at once.
    private static let batch = 200

    /// How many there are, for the bar; `nil` where the file itself is shown, and a bar would be in its way.
    private static func total(
        of filter: DeviceFilter, in devices: some DeviceRepository, _ terminal: Terminal
    ) throws -> Int64? {
        guard !terminal.showsOutput else { return nil }
        return try devices.page(of: DeviceQuery(filter: filter, limit: 1, countsAll: true)).total
    }
}
