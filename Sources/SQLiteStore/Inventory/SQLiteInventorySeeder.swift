package import Allocation
import SQLite

/// Adds to the inventory what a document has and it lacks.
package struct SQLiteInventorySeeder {
    /// How much was added.
    package struct Addition: Sendable, Equatable {
        package var divisions = 0
        package var rules = 0
        package var devices = 0
    }

    private let inventory: SerializedConnection

    package init(_ inventory: SerializedConnection) {
        self.inventory = inventory
    }

    /// What is there already stays as it is. All is done in one transaction, and is one change set.
    ///
    /// - Throws: `ChangeRefusal` when a rule or a device names a division that neither has, or what would be sent to a device is
    ///   more than IoT Hub takes; nothing is added then.
    package func addMissing(
        of document: InventoryDocument, in context: ChangeContext
    ) throws(ChangeRefusal) -> Addition {
        try inventory.change(in: context, from: .seeding) { connection, log in
            var addition = Addition()
            let before = try PolicyRows.read(from: connection).policy
            let divisions = DivisionTable(on: connection)
            for division in document.divisions where before.division(named: division.name) == nil {
                _ = try divisions.write(division, over: nil, log: &log)
                addition.divisions += 1
            }
            if let stray = document.firstStray(besides: before) {
                throw ChangeRefusal.invalid(InvalidDocuments([stray]))
            }
            for rule in document.rules where !before.rules.contains(where: { rule.isSame(as: $0) }) {
                _ = try RuleTable(on: connection).write(rule, over: nil, log: &log)
                addition.rules += 1
            }
            let devices = try DeviceTable(on: connection, in: context)
            for (index, device) in document.devices.enumerated()
            where try devices.device(device.registrationID) == nil {
                do {
                    _ = try devices.write(device, over: nil, log: &log)
                } catch ChangeRefusal.invalid(let faults) {
                    let place = JSONPointer().appending(name: "devices").appending(index: index)
                    throw ChangeRefusal.invalid(faults.moved(to: place))
                }
                addition.devices += 1
            }
            return addition
        }
    }
}
