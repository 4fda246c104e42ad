import Allocation
import SQLite

/// How far the history is folded into the inventory, the sweep included that has not come to its end.
struct SweepState: Equatable {
    /// A sweep that has committed some of its transactions. A further one goes on behind its last device, in the same range of rows:
    /// what was counted is not counted again.
    struct Unfinished: Equatable {
        let rows: ClosedRange<Int64>
        /// Of the range's last row, to know it again.
        let lastRequestID: [UInt8]
        let registrationID: String
    }

    var progress: SightingProgress?
    var unfinished: Unfinished?

    static func read(from inventory: Connection) throws -> SweepState {
        let unfinished = try inventory.prepare(
            """
            SELECT first_assignment_id, last_assignment_id, last_request_id, registration_id
              FROM unfinished_sweep
            """
        ).first {
            Unfinished(
                rows: $0.integer(0)...$0.integer(1), lastRequestID: $0.blob(2), registrationID: $0.text(3))
        }
        return SweepState(progress: try SightingProgress.read(from: inventory), unfinished: unfinished)
    }

    /// Writes what differs from the state before.
    func write(to inventory: Connection) throws {
        if unfinished == nil { try inventory.execute("DELETE FROM unfinished_sweep") }
        try progress?.write(to: inventory)
        guard let unfinished else { return }
        try inventory.prepare(
            """
            INSERT OR REPLACE INTO unfinished_sweep (id, first_assignment_id, last_assignment_id, last_request_id, registration_id)
            VALUES (1, ?1, ?2, ?3, ?4)
            """
        ).run(
            .integer(unfinished.rows.lowerBound), .integer(unfinished.rows.upperBound),
            .blob(unfinished.lastRequestID), .text(unfinished.registrationID))
    }
}
