import API
import Allocation
import SQLiteStore

/// `devices delete`: takes a device out of the inventory.
struct DevicesDeleteCommand: Command {
    static let specification = CommandSpecification(
        name: "devices delete",
        summary: "Take a device out of the inventory",
        positionals: [.registrationID],
        options: [.data, .help],
        discussion:
            "The rules decide about it from then on. To refuse it instead, put it with --status disabled."
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let registrationID = try arguments.registrationID()
        guard try InventoryAccess(in: arguments.dataDirectory).devices.delete(registrationID) else {
            throw CommandFailure("\(registrationID) is not registered")
        }
        terminal.print("deleted \(registrationID)")
    }
}
