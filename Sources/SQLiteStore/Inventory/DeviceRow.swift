import Allocation
import SQLite

/// How a device stands in a row of `devices`.
enum DeviceRow {
    /// The columns in the order in which `device(from:division:)` reads them.
    static let columns = """
        devices.registration_id, devices.division_id, devices.status, devices.status_reason, devices.pinned_hub,
        devices.twin, devices.payload, devices.note, devices.revision, devices.created_at, devices.updated_at, devices.updated_by
        """

    /// The status by its word.
    static func status(_ word: String, of registrationID: RegistrationID) throws -> DeviceStatus {
        guard let status = DeviceStatus(rawValue: word) else {
            throw StoreError.inconsistent("device \(registrationID) has the status \(word)")
        }
        return status
    }

    /// Reads the device that a row holds.
    ///
    /// - Parameters:
    ///   - row: the row.
    ///   - first: the column of `registration_id`; the others follow it.
    ///   - divisionNames: by `division_id`.
    /// - Returns: the device with what the inventory knows of it.
    /// - Throws: `StoreError.inconsistent` that names the device.
    static func device(
        from row: Row, startingAt first: Int32 = 0, divisionNames: [Int64: String]
    ) throws -> RegisteredDevice {
        let registrationID: RegistrationID
        do throws(RegistrationIDError) {
            registrationID = try RegistrationID(row.text(first))
        } catch {
            throw StoreError.inconsistent("a device's ID breaks DPS's rules: \(error)")
        }
        guard let division = divisionNames[row.integer(first + 1)] else {
            throw StoreError.inconsistent("device \(registrationID) has no division")
        }
        let twin: InitialTwin?
        let payload: JSONValue?
        do {
            twin = try row.optionalText(first + 5).map { try InitialTwin(JSONValue(parsing: $0)) }
            payload = try row.optionalText(first + 6).map { try JSONValue(parsing: $0) }
        } catch {
            throw StoreError.inconsistent("device \(registrationID): \(error)")
        }
        let device = Device(
            registrationID: registrationID,
            division: division,
            status: try status(row.text(first + 2), of: registrationID),
            statusReason: row.optionalText(first + 3),
            pinnedHub: row.optionalText(first + 4),
            twin: twin,
            payload: payload,
            note: row.optionalText(first + 7)
        )
        return RegisteredDevice(
            device: device,
            revision: row.integer(first + 8),
            createdAt: Timestamp(milliseconds: row.integer(first + 9)),
            updatedAt: Timestamp(milliseconds: row.integer(first + 10)),
            updatedBy: row.text(first + 11)
        )
    }
}
