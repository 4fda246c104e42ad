package import Allocation
import SQLite

/// The devices, in the table `devices`.
package struct SQLiteDeviceRepository: DeviceRepository {
    private let inventory: SerializedConnection

    package init(_ inventory: SerializedConnection) {
        self.inventory = inventory
    }

    package func device(_ registrationID: RegistrationID) throws(StoreError) -> RegisteredDevice? {
        try inventory.read { try Self.find(registrationID, on: $0) }
    }

    package func page(of query: DeviceQuery) throws(StoreError) -> DevicePage {
        try inventory.read { connection in
            let page = DeviceListing.page(of: query)
            var devices = try connection.prepare(page.sql).all(page.values, read: DeviceRow.device)
            let hasMore = devices.count > query.limit
            if hasMore { devices.removeLast() }
            var total: Int64?
            if query.countsAll {
                let count = DeviceListing.count(of: query.filter)
                total = try connection.prepare(count.sql).all(count.values) { $0.integer(0) }.first
            }
            let last = hasMore ? devices.last : nil
            return DevicePage(
                devices: devices, next: last.map { DeviceCursor(of: $0, in: query.order) }, total: total)
        }
    }

    /// Reads all that match, in the order of their IDs and as of one moment, and holds one at a time.
    ///
    /// - Parameters:
    ///   - filter: which.
    ///   - body: is handed each device.
    /// - Throws: `StoreError`, also what `body` throws.
    package func forEachDevice(
        matching filter: DeviceFilter, _ body: (RegisteredDevice) throws -> Void
    ) throws(StoreError) {
        try inventory.read { connection in
            let all = DeviceListing.all(of: filter)
            try connection.prepare(all.sql).forEach(all.values) { try body(DeviceRow.device(from: $0)) }
        }
    }

    package func change(
        _ registrationID: RegistrationID, if precondition: Precondition, in context: ChangeContext,
        _ change: (RegisteredDevice?) throws(ChangeRefusal) -> Device?
    ) throws(ChangeRefusal) -> Changed<RegisteredDevice> {
        try inventory.change(in: context) { connection, log in
            let present = try Self.find(registrationID, on: connection)
            guard precondition.holds(for: present?.revision) else {
                throw ChangeRefusal.preconditionFailed(presentRevision: present?.revision)
            }
            if let device = try change(present) {
                return try Self.write(device, over: present, in: context, on: connection, log: &log)
            }
            guard let present else { return Changed(.unchanged, nil) }
            try connection.prepare("DELETE FROM devices WHERE registration_id = ?1").run(
                .text(registrationID.text))
            try log.record(
                .device, present.device.registrationID.text, revision: nil, before: present.device.json,
                after: nil)
            return Changed(.deleted, nil)
        }
    }

    /// Writes a device inside a transaction that is open already.
    static func write(
        _ device: Device, over present: RegisteredDevice?, in context: ChangeContext,
        on connection: Connection,
        log: inout ChangeLogWriter
    ) throws -> Changed<RegisteredDevice> {
        let division = try connection.prepare("SELECT division_id, name FROM divisions WHERE name = ?1")
            .first(.text(device.division)) { (id: $0.integer(0), name: $0.text(1)) }
        guard let division else {
            throw ChangeRefusal.invalid("division", "there is no division named \(device.division)")
        }
        // The row names its division by number: how the name was spelled here is no change.
        var device = device
        device.division = division.name
        if let present, present.device.isWritten(like: device) { return Changed(.unchanged, present) }
        try connection.prepare(DeviceRow.upsert).run(
            DeviceRow.values(of: device, divisionID: division.id, in: context))
        let revision = (present?.revision ?? 0) + 1
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

    static func find(_ registrationID: RegistrationID, on connection: Connection) throws -> RegisteredDevice?
    {
        try connection.prepare(DeviceRow.query).first(.text(registrationID.text), read: DeviceRow.device)
    }
}
