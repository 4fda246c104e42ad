package import Allocation
import SQLite

/// How far the history has been folded into the inventory's sightings: the last row that counts.
package struct SightingProgress: Sendable, Equatable {
    let assignmentID: Int64

    /// Of that row, to know it again.
    let requestID: [UInt8]

    package let decidedAt: Timestamp

    /// - Returns: `nil` before the first row has been read.
    static func read(from inventory: Connection) throws -> SightingProgress? {
        try inventory.prepare(
            "SELECT assignment_id, request_id, decided_at FROM sightings_progress WHERE id = 1"
        ).first { SightingProgress(from: $0) }
    }

    /// Reads it from a row of its own columns, or of the same ones of `assignments`.
    init(from row: Row) {
        assignmentID = row.integer(0)
        requestID = row.blob(1)
        decidedAt = Timestamp(milliseconds: row.integer(2))
    }

    func write(to inventory: Connection) throws {
        try inventory.prepare(
            """
            INSERT INTO sightings_progress (id, assignment_id, request_id, decided_at)
            VALUES (1, ?1, ?2, ?3)
            ON CONFLICT (id) DO UPDATE
               SET assignment_id = excluded.assignment_id,
                   request_id    = excluded.request_id,
                   decided_at    = excluded.decided_at
            """
        ).run(.integer(assignmentID), .blob(requestID), .integer(decidedAt.milliseconds))
    }
}
