import Allocation
import SQLite

/// Looks through a table of devices from ID to ID.
struct WatchedScan {
    private let table: String
    private let time: String
    private let condition: String
    private let value: SQLiteValue

    init(of group: WatchedGroup) {
        switch group {
        case .neverSeen(let time):
            table = "devices"
            self.time = "created_at"
            condition = """
                looked.created_at < ? AND looked.status <> 'retired'
                   AND NOT EXISTS (SELECT 1 FROM sightings WHERE sightings.registration_id = looked.registration_id)
                """
            value = .integer(time.milliseconds)
        case .unregistered:
            table = "sightings"
            time = "first_seen_at"
            condition = """
                ? IS NULL
                   AND NOT EXISTS (SELECT 1 FROM devices WHERE devices.registration_id = looked.registration_id)
                """
            value = .null
        }
    }

    /// The ID of the row so many rows further; `nil` when there are not so many.
    func end(behind registrationID: String, rows: Int, on connection: Connection) throws -> String? {
        try connection.prepare(
            """
            SELECT registration_id FROM \(table) WHERE registration_id > ?1 ORDER BY registration_id LIMIT 1 OFFSET ?2
            """
        ).first(.text(registrationID), .integer(Int64(rows) - 1)) { $0.text(0) }
    }

    func devices(
        behind registrationID: String, upTo end: String?, limit: Int, on connection: Connection
    ) throws -> [WatchedDevice] {
        let range = Self.range(upTo: end)
        return try connection.prepare(
            """
            SELECT looked.registration_id, looked.\(time)
              FROM \(table) AS looked
             WHERE \(condition)
               AND looked.registration_id > ?\(range.condition)
             ORDER BY looked.registration_id
             LIMIT ?
            """
        ).all([value, .text(registrationID)] + range.values + [.integer(Int64(limit))]) {
            WatchedDevice($0.text(0), at: Timestamp(milliseconds: $0.integer(1)))
        }
    }

    func count(upTo end: String?, on connection: Connection) throws -> Int64 {
        let range = Self.range(upTo: end)
        return try connection.prepare(
            """
            SELECT count(*)
              FROM \(table) AS looked
             WHERE \(condition)\(range.condition)
            """
        ).all([value] + range.values) { $0.integer(0) }.first ?? 0
    }

    private static func range(upTo end: String?) -> (condition: String, values: [SQLiteValue]) {
        end.map { ("\n   AND looked.registration_id <= ?", [.text($0)]) } ?? ("", [])
    }
}
