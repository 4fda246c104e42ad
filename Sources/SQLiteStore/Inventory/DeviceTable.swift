import Allocation
import SQLite

/// Reads and writes `devices` inside a transaction that is open already. Its statements are compiled once, for those who write many.
struct DeviceTable {
    private let context: ChangeContext
    private let find: Statement
    private let findDivision: Statement
    private let upsert: Statement
    private let delete: Statement
    private let erased: ErasedRevision

    /// - Parameters:
    ///   - connection: to the inventory.
    ///   - context: who changes devices, and when.
    /// - Throws: `SQLiteError` when the schema is another one.
    init(on connection: Connection, in context: ChangeContext) throws {
        self.context = context
        find = try connection.prepare(DeviceRow.query)
        findDivision = try connection.prepare("SELECT division_id, name, twin FROM divisions WHERE name = ?1")
        upsert = try connection.prepare(DeviceRow.upsert)
        delete = try connection.prepare("DELETE FROM devices WHERE registration_id = ?1")
        erased = try ErasedRevision(on: connection)
    }

    func device(_ registrationID: RegistrationID) throws -> RegisteredDevice? {
        try find.first(.text(registrationID.text), read: DeviceRow.device)
    }

    /// Writes a device as a whole.
    ///
    /// - Throws: `ChangeRefusal` when its division does not exist, or what would be sent to it is more than IoT Hub takes.
    func write(
        _ device: Device, over present: RegisteredDevice?, log: inout ChangeLogWriter
    ) throws -> Changed<RegisteredDevice> {
        let division = try findDivision.first(.text(device.division)) {
            (id: $0.integer(0), name: $0.text(1), twin: $0.optionalText(2))
        }
        guard let division else {
            throw ChangeRefusal.invalid("division", "there is no division named \(device.division)")
        }
        // The row names its division by number: how the name was spelled here is no change.
        var device = device
        device.division = division.name
        if let present, present.device.isWritten(like: device) { return Changed(.unchanged, present) }
        let faults = try device.twinFaults(
            over: PolicyRows.template(in: division.twin, of: division.name), insteadOf: present?.device)
        guard faults.isEmpty else { throw ChangeRefusal.invalid(InvalidDocuments(faults)) }
        let revision = try 1 + (present?.revision ?? erased.last(of: .device, device.registrationID.text))
        try upsert.run(
            DeviceRow.values(of: device, divisionID: division.id, revision: revision, in: context))
        try log.record(
            .device, device.registrationID.text, revision: revision, before: present?.device.json,
            after: device.json)
        return Changed(
            present == nil ? .created : .updated,
            RegisteredDevice(
                device: device, revision: revision, createdAt: present?.createdAt ?? context.time,
                createdBy: present?.createdBy ?? context.actor, updatedAt: context.time,
                updatedBy: context.actor))
    }

    /// Takes a device out of the inventory.
    func erase(_ present: RegisteredDevice, log: inout ChangeLogWriter) throws {
        let device = present.device
        try delete.run(.text(device.registrationID.text))
        try log.record(
            .device, device.registrationID.text, revision: nil, before: device.json, after: nil)
    }
}
