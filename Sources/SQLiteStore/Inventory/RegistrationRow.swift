import Allocation
import SQLite

/// How the part of a device that a decision reads stands in a row of `devices`.
enum RegistrationRow {
    /// Finds a device by its registration ID.
    static let query = """
        SELECT division_id, status, status_reason, pinned_hub, twin, payload, revision, held_until
          FROM devices
         WHERE registration_id = ?1
        """

    /// Reads what the row of `query` holds.
    ///
    /// - Parameters:
    ///   - row: the row.
    ///   - registrationID: whose row it is.
    ///   - divisions: by `division_id`.
    /// - Returns: what a decision needs of the device.
    /// - Throws: `StoreError.inconsistent` that names the device.
    static func registration(
        from row: Row, of registrationID: RegistrationID, divisions: [Int64: Division]
    ) throws -> InventoryStanding.Registration {
        guard let division = divisions[row.integer(0)] else {
            throw StoreError.inconsistent("device \(registrationID) has no division")
        }
        let columns: (twin: InitialTwin?, payload: JSONValue?)
        do {
            columns.twin = try row.optionalText(4).map { try InitialTwin(JSONValue(parsing: $0)) }
            columns.payload = try row.optionalText(5).map { try JSONValue(parsing: $0) }
        } catch {
            throw StoreError.inconsistent("device \(registrationID): \(error)")
        }
        return InventoryStanding.Registration(
            division: division,
            status: try DeviceRow.status(row.text(1), of: registrationID),
            statusReason: row.optionalText(2),
            heldUntil: row.optionalInteger(7).map(Timestamp.init(milliseconds:)),
            pinnedHub: row.optionalText(3),
            twin: columns.twin,
            payload: columns.payload,
            revision: row.integer(6))
    }
}
