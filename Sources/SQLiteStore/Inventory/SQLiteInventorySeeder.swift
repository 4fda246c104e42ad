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

    /// What is there already stays as it is. All is done in one transaction.
    ///
    /// - Throws: `StoreError.refused` when a rule or a device names a division that neither has, or a value is too long;
    ///   nothing is added then.
    package func addMissing(
        of document: InventoryDocument, at time: Timestamp, by actor: String
    ) throws(StoreError) -> Addition {
        try inventory.write { connection in
            var addition = Addition()
            let before = try PolicyRows.read(from: connection).policy
            for division in document.divisions where before.division(named: division.name) == nil {
                _ = try SQLitePolicyRepository.put(division, on: connection)
                addition.divisions += 1
            }
            if let stray = document.firstStray(besides: before) {
                throw StoreError.refused(stray.description)
            }
            for rule in document.rules where !before.rules.contains(where: { rule.isSame(as: $0) }) {
                _ = try SQLitePolicyRepository.put(
                    ruleOf: rule.kind, pattern: rule.pattern, division: rule.division, on: connection)
                addition.rules += 1
            }
            for device in document.devices
            where try SQLiteDeviceRepository.find(device.registrationID, on: connection) == nil {
                _ = try SQLiteDeviceRepository.put(device, at: time, by: actor, on: connection)
                addition.devices += 1
            }
            return addition
        }
    }
}
