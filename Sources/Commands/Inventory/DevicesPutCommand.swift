import Allocation
import CommandLineInterface
import SQLiteStore

/// `devices put`: registers a device, or changes it as a whole.
struct DevicesPutCommand: Command {
    static let specification = CommandSpecification(
        name: "devices put",
        summary: "Register a device, or replace what is known of it",
        positionals: [.registrationID],
        options: DeviceOptions.specification(isDivisionRequired: true) + [
            .message, .dryRun, .data, .format, .help,
        ],
        discussion:
            "The device is written as a whole: what is not given is not kept. A running service sees it at its next request.",
        examples: [
            "dps-allocator devices put sn-0042 --division toasters",
            #"dps-allocator devices put sn-0043 --division toasters --twin '{"properties":{"desired":{"darknessSetting":"dark"}}}'"#,
        ]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let id = arguments.positionals[0]
        var given = DeviceOptions.read(arguments, in: terminal)
        given.members["registrationId"] = .string(id)
        let context = try terminal.changeContext(message: arguments.value("--message"))
        let inventory = try given.inventory(for: arguments)
        let changed: Changed<RegisteredDevice>
        do throws(ChangeRefusal) {
            let device = try given.read { json throws(InvalidDocuments) in try Device(json: json) }
            changed = try inventory.devices.put(device, in: context)
        } catch {
            throw DeviceOptions.failure(
                inventory.policies.completing(error, of: given.json), of: id, given: given)
        }
        try WriteReport(
            effect: changed.effect, noun: "device", value: changed.value?.json,
            line: "\(changed.effect.rawValue) \(id)"
        ).print(arguments, in: terminal)
    }
}
