import SQLite

/// How far the parts of the history have come that are made from its rows.
struct HistoryProgress {
    /// The last row that is in the totals and the contents of runs; the end of a run, or 0.
    let totals: Int64

    /// Of each level of the index by device, the last row that is in it.
    let index: [Int64]

    /// The last row behind which times never go backwards.
    let disorder: Int64

    /// The last row of all; 0 when there is none.
    let last: Int64

    init(on connection: Connection) throws {
        let parts = try connection.prepare(Self.query).all { ($0.text(0), $0.integer(1)) }
        func part(_ name: String) -> Int64 { parts.first { $0.0 == name }?.1 ?? 0 }
        totals = part("totals")
        index = (0...3).map { part("index_\($0)") }
        disorder = part("disorder")
        last = try connection.prepare(Self.lastQuery).first { $0.integer(0) } ?? 0
    }

    private static let query = "SELECT part, assignment_id FROM history_progress"
    static let lastQuery = "SELECT max(assignment_id) FROM assignments"

    /// Moves a part on.
    ///
    /// - Parameters:
    ///   - part: as the table calls it.
    ///   - known: where the part was when the work began.
    ///   - id: where it is now.
    ///   - connection: inside a transaction that writes.
    /// - Returns: whether it still was there. If not, somebody else has done the work.
    /// - Throws: `SQLiteError` when it cannot be written.
    static func move(_ part: String, from known: Int64, to id: Int64, on connection: Connection) throws
        -> Bool
    {
        try connection.prepare(
            "UPDATE history_progress SET assignment_id = ?3 WHERE part = ?1 AND assignment_id = ?2"
        ).run(.text(part), .integer(known), .integer(id))
        return connection.changedRows == 1
    }
}
