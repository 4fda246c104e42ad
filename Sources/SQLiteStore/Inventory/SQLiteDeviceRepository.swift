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

    package func devices(after registrationID: RegistrationID?, limit: Int) throws(StoreError)
        -> [RegisteredDevice]
    {
        try inventory.read { connection in
            let names = try PolicyRows.read(from: connection).divisionNames
            return try connection.prepare(
                """
                SELECT \(DeviceRow.columns)
                  FROM devices
                 WHERE registration_id > ?1
                 ORDER BY registration_id
                 LIMIT ?2
                """
            ).all(.text(registrationID?.text ?? ""), .integer(Int64(limit))) { row in
                try DeviceRow.device(from: row, divisionNames: names)
            }
        }
    }

    package func put(_ device: Device, at time: Timestamp, by actor: String) throws(StoreError) -> WriteEffect
    {
        try inventory.write { try Self.put(device, at: time, by: actor, on: $0) }
    }

    package func delete(_ registrationID: RegistrationID) throws(StoreError) -> Bool {
        try inventory.write { connection in
            try connection.prepare("DELETE FROM devices WHERE registration_id = ?1").run(
                .text(registrationID.text))
            return connection.changedRows > 0
        }
    }

    /// The same inside a transaction that is open already.
    static func put(
        _ device: Device, at time: Timestamp, by actor: String, on connection: Connection
    ) throws -> WriteEffect {
        let division = try connection.prepare("SELECT division_id, name FROM divisions WHERE name = ?1")
            .first(.text(device.division)) { (id: $0.integer(0), name: $0.text(1)) }
        guard let division else {
            throw StoreError.refused("there is no division named \(device.division)")
        }
        // The row names its division by number: how the name was spelled here is no change.
        var device = device
        device.division = division.name
        let known = try find(device.registrationID, on: connection)
        // The spelling of the ID is part of the device, though it does not tell devices apart.
        if let known, known.device == device,
            known.device.registrationID.text == device.registrationID.text
        {
            return .unchanged
        }
        try connection.prepare(
            """
            INSERT INTO devices (registration_id, division_id, status, status_reason, pinned_hub, twin, payload, note,
                                 revision, created_at, updated_at, updated_by)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1, ?9, ?9, ?10)
            ON CONFLICT (registration_id) DO UPDATE
               SET registration_id = excluded.registration_id,
                   division_id     = excluded.division_id,
                   status          = excluded.status,
                   status_reason   = excluded.status_reason,
                   pinned_hub      = excluded.pinned_hub,
                   twin            = excluded.twin,
                   payload         = excluded.payload,
                   note            = excluded.note,
                   revision        = devices.revision + 1,
                   updated_at      = excluded.updated_at,
                   updated_by      = excluded.updated_by
            """
        ).run(
            .text(device.registrationID.text),
            .integer(division.id),
            .text(device.status.rawValue),
            .optional(device.statusReason),
            .optional(device.pinnedHub),
            .optional(device.twin?.json.description),
            .optional(device.payload?.description),
            .optional(device.note),
            .integer(time.milliseconds),
            .text(actor)
        )
        return known == nil ? .created : .updated
    }

    static func find(_ registrationID: RegistrationID, on connection: Connection) throws -> RegisteredDevice?
    {
        let names = try PolicyRows.read(from: connection).divisionNames
        return try connection.prepare("SELECT \(DeviceRow.columns) FROM devices WHERE registration_id = ?1")
            .first(.text(registrationID.text)) { try DeviceRow.device(from: $0, divisionNames: names) }
    }
}
