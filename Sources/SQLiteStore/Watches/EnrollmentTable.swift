import Allocation
import SQLite

/// Folds what a range of the history says of enrollments, into `enrollments` and `enrollment_divisions`. To do it again changes nothing.
struct EnrollmentTable {
    /// The last row of each enrollment and division: that named hubs, and that was assigned one. An individual enrollment has an
    /// enrollment_id only when it is not called as its device.
    static let query = """
        SELECT max(assignment_id) FILTER (WHERE linked_hubs_id IS NOT NULL),
               max(assignment_id) FILTER (WHERE hub_id IS NOT NULL)
          FROM assignments
         WHERE assignment_id >= ?1 AND assignment_id <= ?2
           AND (enrollment_kind_id IS NULL OR enrollment_id IS NOT NULL)
         GROUP BY enrollment_kind_id, enrollment_id, division_id
        """

    static let rowQuery = """
        SELECT enrollment_kind.name, enrollment.name, linked_hub_lists.hubs, division.name, assignments.decided_at
          FROM assignments
          LEFT JOIN names AS enrollment_kind ON enrollment_kind.name_id = assignments.enrollment_kind_id
          LEFT JOIN names AS enrollment ON enrollment.name_id = assignments.enrollment_id
          LEFT JOIN names AS division ON division.name_id = assignments.division_id
          LEFT JOIN linked_hub_lists ON linked_hub_lists.linked_hubs_id = assignments.linked_hubs_id
         WHERE assignments.assignment_id = ?1
        """

    private struct Named {
        let enrollment: String?
        let linkedHubs: String?
        let division: String?
        let time: Int64
    }

    /// In the order of their rows, so that the last one says what stays.
    private let naming: [Named]
    private let assigned: [Named]

    /// Reads what there is to be folded.
    init(in history: Connection, rows range: ClosedRange<Int64>) throws {
        let groups = try history.prepare(Self.query).all(
            .integer(range.lowerBound), .integer(range.upperBound)
        ) { (naming: $0.optionalInteger(0), assigned: $0.optionalInteger(1)) }
        let select = try history.prepare(Self.rowQuery)
        func named(_ ids: [Int64]) throws -> [Named] {
            try ids.sorted().compactMap { id in
                try select.first(.integer(id)) { row in
                    Named(
                        enrollment: Self.name(kind: row.optionalText(0), id: row.text(1)),
                        linkedHubs: row.optionalText(2), division: row.optionalText(3), time: row.integer(4))
                }
            }
        }
        naming = try named(groups.compactMap(\.naming))
        assigned = try named(groups.compactMap(\.assigned))
    }

    /// `nil` for an individual enrollment.
    private static func name(kind: String?, id: String) -> String? {
        guard let kind else { return UnmatchedDevice.enrollmentKey(of: nil) }
        return kind == Enrollment.Kind.group.rawValue
            ? UnmatchedDevice.enrollmentKey(of: Enrollment(kind: .group, id: id)) : nil
    }

    /// Takes all out: it was of another history.
    static func clear(on inventory: Connection) throws {
        try inventory.execute("DELETE FROM enrollments; DELETE FROM enrollment_divisions")
    }

    /// Writes what was read, inside a transaction.
    func write(to inventory: Connection) throws {
        let seen = try inventory.prepare(
            "INSERT OR REPLACE INTO enrollments (enrollment, linked_hubs, seen_at) VALUES (?1, ?2, ?3)")
        for row in naming {
            guard let enrollment = row.enrollment, let hubs = row.linkedHubs else { continue }
            try seen.run(.text(enrollment), .text(hubs), .integer(row.time))
        }
        let served = try inventory.prepare(
            "INSERT OR REPLACE INTO enrollment_divisions (enrollment, division, assigned_at) VALUES (?1, ?2, ?3)"
        )
        for row in assigned {
            guard let enrollment = row.enrollment, let division = row.division else { continue }
            try served.run(.text(enrollment), .text(division), .integer(row.time))
        }
        guard !naming.isEmpty else { return }
        try inventory.execute(
            """
            DELETE FROM enrollments
             WHERE enrollment IN (SELECT enrollment FROM enrollments ORDER BY seen_at DESC LIMIT -1 OFFSET \(SeenEnrollment.mostKept));
            DELETE FROM enrollment_divisions WHERE enrollment NOT IN (SELECT enrollment FROM enrollments)
            """)
    }
}
