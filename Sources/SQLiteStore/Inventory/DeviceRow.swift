import Allocation
import SQLite

/// How a device stands in a row of `devices`.
enum DeviceRow {
    /// The columns in the order in which `device(from:)` reads them; of `devices` joined with `divisions`.
    static let columns = """
        devices.registration_id, divisions.name, devices.status, devices.status_reason, devices.held_until, devices.pinned_hub,
               devices.twin, devices.payload, devices.labels, devices.note, devices.revision,
               devices.created_at, devices.created_by, devices.updated_at, devices.updated_by
        """

    /// Finds a device by its registration ID.
    static let query = """
        SELECT \(columns)
          FROM devices
          JOIN divisions USING (division_id)
         WHERE devices.registration_id = ?1
        """

    /// Writes a device as a whole, be it new or known.
    static let upsert = """
        INSERT INTO devices (registration_id, division_id, status, status_reason, held_until, pinned_hub, twin, payload, labels, note,
                             revision, created_at, created_by, updated_at, updated_by)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?13, ?11, ?12, ?11, ?12)
        \(onConflict)
        """

    /// What becomes of a device that is known already; its creation stays.
    static let onConflict = """
        ON CONFLICT (registration_id) DO UPDATE
           SET registration_id = excluded.registration_id,
               division_id     = excluded.division_id,
               status          = excluded.status,
               status_reason   = excluded.status_reason,
               held_until      = excluded.held_until,
               pinned_hub      = excluded.pinned_hub,
               twin            = excluded.twin,
               payload         = excluded.payload,
               labels          = excluded.labels,
               note            = excluded.note,
               revision        = devices.revision + 1,
               updated_at      = excluded.updated_at,
               updated_by      = excluded.updated_by
        """

    /// The values of `upsert`.
    static func values(
        of device: Device, divisionID: Int64, revision: Int64, in context: ChangeContext
    ) -> [SQLiteValue] {
        [
            .text(device.registrationID.text),
            .integer(divisionID),
            .text(device.status.rawValue),
            .optional(device.statusReason),
            .optional(device.heldUntil?.milliseconds),
            .optional(device.pinnedHub),
            .optional(device.twin?.json.description),
            .optional(device.payload?.description),
            .optional(labels(of: device)),
            .optional(device.note),
            .integer(context.time.milliseconds),
            .text(context.actor),
            .integer(revision),
        ]
    }

    /// The labels as a JSON array; `nil` for none.
    static func labels(of device: Device) -> String? {
        device.labels.isEmpty ? nil : JSONValue.array(device.labels.map(JSONValue.string)).description
    }

    /// The status by its word.
    static func status(_ word: String, of registrationID: RegistrationID) throws -> DeviceStatus {
        guard let status = DeviceStatus(rawValue: word) else {
            throw StoreError.inconsistent("device \(registrationID) has the status \(word)")
        }
        return status
    }

    /// The twin in a device's column of that name.
    static func twin(_ text: String, of registrationID: String) throws -> InitialTwin {
        do {
            return try InitialTwin(JSONValue(parsing: text))
        } catch {
            throw StoreError.inconsistent("device \(registrationID): \(error)")
        }
    }

    /// Reads the device that a row holds.
    ///
    /// - Parameter row: with `columns`.
    /// - Returns: the device with what the inventory knows of it.
    /// - Throws: `StoreError.inconsistent` that names the device.
    static func device(from row: Row) throws -> RegisteredDevice {
        let registrationID: RegistrationID
        do throws(RegistrationIDError) {
            registrationID = try RegistrationID(row.text(0))
        } catch {
            throw StoreError.inconsistent("a device's ID breaks DPS's rules: \(error)")
        }
        let columns: (twin: InitialTwin?, payload: JSONValue?, labels: JSONValue?)
        do {
            columns.twin = try row.optionalText(6).map { try InitialTwin(JSONValue(parsing: $0)) }
            columns.payload = try row.optionalText(7).map { try JSONValue(parsing: $0) }
            columns.labels = try row.optionalText(8).map { try JSONValue(parsing: $0) }
        } catch {
            throw StoreError.inconsistent("device \(registrationID): \(error)")
        }
        let device = Device(
            registrationID: registrationID,
            division: row.text(1),
            status: try status(row.text(2), of: registrationID),
            statusReason: row.optionalText(3),
            heldUntil: row.optionalInteger(4).map(Timestamp.init(milliseconds:)),
            pinnedHub: row.optionalText(5),
            twin: columns.twin,
            payload: columns.payload,
            labels: columns.labels?.array?.compactMap(\.string) ?? [],
            note: row.optionalText(9)
        )
        return RegisteredDevice(
            device: device,
            revision: row.integer(10),
            createdAt: Timestamp(milliseconds: row.integer(11)),
            createdBy: row.text(12),
            updatedAt: Timestamp(milliseconds: row.integer(13)),
            updatedBy: row.text(14)
        )
    }
}
