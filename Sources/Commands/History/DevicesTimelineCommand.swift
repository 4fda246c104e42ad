import Allocation
import CommandLineInterface

/// `devices timeline`: what happened to a device.
struct DevicesTimelineCommand: Command {
    static let specification = CommandSpecification(
        name: "devices timeline",
        summary: "Show a device's life: its changes and its decisions together, the newest first",
        positionals: [.registrationID],
        options: [
            .init(name: "--oldest-first", value: nil, help: "Begin with the oldest one"),
            .init(name: "--limit", value: "N", help: "How many at most, from the beginning (default: 50)"),
            .data, .format, .help,
        ],
        discussion:
            "Also of a device that is erased, or was never registered and only decided about.",
        examples: ["dps-allocator devices timeline sn-0042 --oldest-first"]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let registrationID = try arguments.registrationID()
        let limit = try arguments.integer("--limit", in: 1...10_000, default: 50)
        let timeline = try DeviceTimeline(
            of: registrationID, from: InventoryAccess(in: arguments.dataDirectory).changes,
            and: arguments.openHistory(),
            isOldestFirst: arguments.has("--oldest-first"), limit: limit)
        switch try arguments.format {
        case .json:
            terminal.print(.array(timeline.entries.map(\.json)))
        case .text where timeline.entries.isEmpty:
            terminal.print("nothing has happened to \(registrationID)")
        case .text:
            let rows = timeline.entries.map { entry in
                [entry.time.description, entry.summary, entry.actor, entry.message ?? "-"]
            }
            terminal.print(TextTable(["WHEN (UTC)", "WHAT", "WHO", "WHY"], rows, overflow: .wrap))
        }
    }
}
