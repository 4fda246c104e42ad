import API
import Allocation
import CommandLineInterface
import SQLiteStore

/// `devices delete`: takes a device out of use, or out of the inventory.
struct DevicesDeleteCommand: Command {
    static let specification = CommandSpecification(
        name: "devices delete",
        summary: "Retire a device: refuse it from now on, and keep what is known of it",
        positionals: [.registrationID],
        options: [
            .init(
                name: "--erase", value: nil,
                help: "Take it out of the inventory instead; the rules decide about it from then on"),
            .message, .dryRun, .data, .format, .help,
        ],
        discussion: "What an erased device was stays in the change log: dps-allocator changes --device ID"
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let registrationID = try arguments.registrationID()
        let message = arguments.value("--message")
        let context = try terminal.changeContext(message: message)
        let devices = try InventoryAccess(in: arguments).devices
        let changed: Changed<RegisteredDevice>
        do throws(ChangeRefusal) {
            changed =
                arguments.has("--erase")
                ? try devices.erase(registrationID, in: context)
                : try devices.retire(registrationID, because: message, in: context)
        } catch {
            throw DeviceOptions.failure(error, of: registrationID.text)
        }
        let word =
            switch changed.effect {
            case .unchanged: "unchanged"
            case .deleted: "erased"
            case .created, .updated: "retired"
            }
        try WriteReport(
            effect: changed.effect, noun: "device", value: changed.value?.json,
            line: "\(word) \(registrationID)"
        ).print(arguments, in: terminal)
    }
}
