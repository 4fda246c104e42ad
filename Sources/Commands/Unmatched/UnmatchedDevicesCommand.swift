import Allocation
import CommandLineInterface
import SQLiteStore

/// `unmatched devices`: refused devices one by one.
struct UnmatchedDevicesCommand: Command {
    static let specification = CommandSpecification(
        name: "unmatched devices",
        summary: "List the refused devices of the inbox",
        options: UnmatchedOptions.filter + [
            .init(name: "--after", value: "ID", help: "Only those behind this device: the next page"),
            .init(name: "--limit", value: "N", help: "How many at most (default: 50)"), .data, .format, .help,
        ],
        discussion: "One that is registered leaves the inbox when it comes again and is assigned.",
        examples: ["dps-allocator unmatched devices --suffix=-tstrsd-#"]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let query = UnmatchedQuery(
            try UnmatchedOptions.filter(from: arguments),
            after: try arguments.value("--after").map(Arguments.registrationID)?.text,
            limit: try arguments.integer("--limit", in: 1...10_000, default: 50))
        let format = try arguments.format
        try UnmatchedOptions.bringUpToDate(arguments, telling: terminal)
        let devices = try InventoryAccess(in: arguments.dataDirectory).unmatched.devices(of: query).devices
        switch format {
        case .text: terminal.print(TextTable(headings, devices.map(cells)))
        case .json: terminal.print(.array(devices.map(\.json)))
        }
    }

    private static let headings = [
        "REGISTRATION ID", "REASON", "REFUSALS", "FIRST SEEN (UTC)", "LAST SEEN (UTC)", "ENROLLMENT",
        "REGISTERED",
        "ASSIGNMENT", "DISMISSED",
    ]

    private static func cells(_ device: UnmatchedDevice) -> [String] {
        let dismissal = device.dismissal.map { dismissal in
            "\(dismissal.kind.rawValue) by \(dismissal.actor)" + (dismissal.message.map { ": \($0)" } ?? "")
        }
        return [
            device.registrationID, device.reason.rawValue, String(device.refusals),
            device.firstRefusedAt.description, device.lastRefusedAt.description, device.enrollment,
            device.isRegistered ? "yes" : "no", String(device.lastAssignmentID), dismissal ?? "-",
        ]
    }
}
