import Allocation
import SQLiteStore

extension Arguments {
    /// The first positional as a registration ID.
    ///
    /// - Throws: `CommandFailure` when it breaks DPS's rules.
    func registrationID() throws(CommandFailure) -> RegistrationID {
        try Self.registrationID(positionals.first ?? "")
    }

    static func registrationID(_ text: String) throws(CommandFailure) -> RegistrationID {
        do throws(RegistrationIDError) {
            return try RegistrationID(text)
        } catch {
            throw CommandFailure("\(error)")
        }
    }
}

extension CommandSpecification.Positional {
    static let registrationID = CommandSpecification.Positional(
        name: "REGISTRATION-ID", help: "The device's registration ID; its case does not matter")
}

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

/// `devices show`: one device with all that is known of it.
struct DevicesShowCommand: Command {
    static let specification = CommandSpecification(
        name: "devices show",
        summary: "Show a registered device",
        positionals: [.registrationID],
        options: [.data, .format, .help]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let registrationID = try arguments.registrationID()
        guard let device = try InventoryAccess(in: arguments.dataDirectory).devices.device(registrationID)
        else {
            throw CommandFailure(
                "\(registrationID) is not registered; to see what rules would make of it: dps-allocator explain \(registrationID)"
            )
        }
        switch try arguments.format {
        case .json:
            terminal.print(device.json)
        case .text:
            let rows = (device.json.object?.members ?? []).map { member in
                [member.name, member.value.string ?? member.value.description]
            }
            terminal.write(TextTable(["MEMBER", "VALUE"], rows).text)
        }
    }
}
