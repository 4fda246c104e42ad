import Allocation
import CommandLineInterface
import SQLiteStore

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
            terminal.print(TextTable(["MEMBER", "VALUE"], rows, overflow: .wrap))
        }
    }
}
