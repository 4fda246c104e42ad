import API
import Allocation
import SQLiteStore

/// `devices put`: registers a device, or changes it as a whole.
struct DevicesPutCommand: Command {
    static let specification = CommandSpecification(
        name: "devices put",
        summary: "Register a device, or replace what is known of it",
        positionals: [.registrationID],
        options: [
            .init(name: "--division", value: "NAME", help: "The division it belongs to", isRequired: true),
            .init(name: "--status", value: "STATUS", help: "active, disabled or held (default: active)"),
            .init(name: "--reason", value: "TEXT", help: "Why it is disabled or held; told in the refusal"),
            .init(name: "--pin", value: "HUB", help: "The one hub it may go to, by host name"),
            .init(
                name: "--twin", value: "JSON",
                help: "Its own twin, laid over the division's; @FILE reads a file"),
            .init(
                name: "--payload", value: "JSON",
                help: "What DPS hands back to the device; @FILE reads a file"),
            .init(name: "--note", value: "TEXT", help: "A remark for people"),
            .data, .help,
        ],
        discussion:
            "The device is written as a whole: what is not given is not kept. A running service sees it at its next request.",
        examples: [
            "dps-allocator devices put sn-0042 --division toasters",
            #"dps-allocator devices put sn-0043 --division toasters --twin '{"properties":{"desired":{"darknessSetting":"dark"}}}'"#,
        ]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let status: DeviceStatus = try arguments.choice("--status", default: .active)
        guard status != .active || !arguments.has("--reason") else {
            throw UsageError("--reason goes with --status disabled or held")
        }
        if let hub = arguments.value("--pin"), !HostName.isValid(hub) {
            throw CommandFailure("--pin takes the name of a host, not \"\(TextTable.printable(hub))\"")
        }
        let device = Device(
            registrationID: try arguments.registrationID(),
            division: try arguments.required("--division"),
            status: status,
            statusReason: arguments.value("--reason"),
            pinnedHub: arguments.value("--pin"),
            twin: try json("--twin", arguments, terminal).map(twin),
            payload: try json("--payload", arguments, terminal),
            note: arguments.value("--note")
        )
        let inventory = try InventoryAccess(in: arguments.dataDirectory)
        let effect = try inventory.devices.put(device, at: terminal.surroundings.now, by: terminal.userName)
        terminal.print("\(effect.rawValue) \(device.registrationID)")
    }

    private static func json(
        _ option: String, _ arguments: Arguments, _ terminal: Terminal
    ) throws(CommandFailure) -> JSONValue? {
        guard let value = arguments.value(option) else { return nil }
        let bytes = try terminal.bytes(orFile: value)
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: bytes)
        } catch {
            throw CommandFailure("\(option) is not JSON: \(error)")
        }
        guard json.kind == .object else {
            throw CommandFailure("\(option) must be a JSON object, but is \(json.kind)")
        }
        return json
    }

    private static func twin(_ json: JSONValue) throws(CommandFailure) -> InitialTwin {
        do throws(InitialTwinError) {
            return try InitialTwin(json)
        } catch {
            throw CommandFailure("\(error)")
        }
    }
}
