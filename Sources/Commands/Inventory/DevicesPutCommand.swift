import Allocation
import SQLiteStore

/// `devices put`: registers a device, or changes it as a whole.
struct DevicesPutCommand: Command {
    static let specification = CommandSpecification(
        name: "devices put",
        summary: "Register a device, or replace what is known of it",
        positionals: [.registrationID],
        options: DeviceOptions.specification(isDivisionRequired: true) + [
            .message, .dryRun, .data, .help,
        ],
        discussion:
            "The device is written as a whole: what is not given is not kept. A running service sees it at its next request.",
        examples: [
            "dps-allocator devices put sn-0042 --division toasters",
            #"dps-allocator devices put sn-0043 --division toasters --twin '{"properties":{"desired":{"darknessSetting":"dark"}}}'"#,
        ]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        var members = try DeviceOptions.members(from: arguments, in: terminal)
        members["registrationId"] = .string(try arguments.registrationID().text)
        let device: Device
        do throws(InvalidDocuments) {
            device = try Device(json: .object(members))
        } catch {
            throw DeviceOptions.failure(error)
        }
        let context = try terminal.changeContext(message: arguments.value("--message"))
        let devices = try InventoryAccess(in: arguments).devices
        do throws(ChangeRefusal) {
            let effect = try devices.put(device, in: context).effect
            terminal.print(arguments.reported("\(effect.rawValue) \(device.registrationID)"))
        } catch {
            throw DeviceOptions.failure(error, of: device.registrationID)
        }
    }
}
