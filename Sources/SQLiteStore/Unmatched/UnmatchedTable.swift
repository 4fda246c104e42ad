import Allocation
import SQLite

/// Writes `unmatched_devices`, inside the transactions of a sweep.
struct UnmatchedTable {
    /// Why, when and through what a row of the history refused its device.
    static let refusalQuery = """
        SELECT reason.name, assignments.decided_at, enrollment_kind.name, enrollment.name
          FROM assignments
          JOIN names AS reason ON reason.name_id = assignments.reason_id
          LEFT JOIN names AS enrollment_kind ON enrollment_kind.name_id = assignments.enrollment_kind_id
          LEFT JOIN names AS enrollment ON enrollment.name_id = assignments.enrollment_id
         WHERE assignments.assignment_id = ?1
        """

    static let trimQuery = """
        DELETE FROM unmatched_devices
         WHERE registration_id IN (SELECT registration_id
                                     FROM unmatched_devices
                                    ORDER BY last_refused_at, registration_id
                                    LIMIT ?1)
        """

    private struct Refusal {
        let reason: String
        let time: Int64
        let enrollment: String
    }

    private let inventory: Connection
    private let mostKept: Int64
    private let selectRefusal: Statement
    private let upsert: Statement
    private let delete: Statement

    /// - Parameters:
    ///   - inventory: is written to.
    ///   - history: tells about refusals.
    ///   - mostKept: devices, at most.
    /// - Throws: `SQLiteError` when the schema is another one.
    init(on inventory: Connection, readingFrom history: Connection, mostKept: Int) throws {
        self.inventory = inventory
        self.mostKept = Int64(mostKept)
        selectRefusal = try history.prepare(Self.refusalQuery)
        upsert = try inventory.prepare(
            """
            INSERT INTO unmatched_devices (registration_id, reversed_id, suffix, reason, enrollment, first_refused_at, last_refused_at,
                                           refusals, last_assignment_id)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            ON CONFLICT (registration_id) DO UPDATE
               SET registration_id    = excluded.registration_id,
                   reason             = excluded.reason,
                   enrollment         = excluded.enrollment,
                   last_refused_at    = excluded.last_refused_at,
                   refusals           = refusals + excluded.refusals,
                   last_assignment_id = excluded.last_assignment_id
            """)
        delete = try inventory.prepare("DELETE FROM unmatched_devices WHERE registration_id = ?1")
    }

    /// Takes all devices out: what was counted was of another history.
    func clear() throws {
        try inventory.execute("DELETE FROM unmatched_devices")
    }

    /// Takes note of what a range of the history says of devices. To be done once for each range.
    func note(_ devices: [SweptDevice]) throws {
        // Mostly nobody is refused, and then there is nobody to look for among those that were assigned.
        let isEmpty =
            try inventory.prepare("SELECT 1 FROM unmatched_devices LIMIT 1").first { _ in true } == nil
        var hasGrown = false
        for device in devices {
            if device.wasAssigned, !isEmpty { try delete.run(.text(device.registrationID)) }
            guard let refusals = device.refusals else { continue }
            try add(refusals)
            hasGrown = true
        }
        if hasGrown { try trim() }
    }

    private func add(_ refusals: SweptDevice.Refusals) throws {
        let registrationID = refusals.registrationID
        let refusal = try selectRefusal.first(.integer(refusals.lastAssignmentID)) { row in
            let kind = row.optionalText(2).flatMap(Enrollment.Kind.init(rawValue:))
            return Refusal(
                reason: row.text(0), time: row.integer(1),
                enrollment: UnmatchedDevice.enrollmentKey(
                    of: kind.map { Enrollment(kind: $0, id: row.text(3)) }))
        }
        guard let refusal else { return }
        try upsert.run(
            .text(registrationID), .text(UnmatchedSuffix.reversed(registrationID)),
            .text(UnmatchedSuffix.suffix(of: registrationID)), .text(refusal.reason),
            .text(refusal.enrollment), .integer(refusals.firstAt), .integer(refusal.time),
            .integer(refusals.count), .integer(refusals.lastAssignmentID))
    }

    /// Takes out those refused longest ago, as long as there are more than may be kept.
    private func trim() throws {
        let count =
            try inventory.prepare("SELECT count(*) FROM unmatched_devices").first { $0.integer(0) } ?? 0
        guard count > mostKept else { return }
        try inventory.prepare(Self.trimQuery).run(.integer(count - mostKept))
    }
}
