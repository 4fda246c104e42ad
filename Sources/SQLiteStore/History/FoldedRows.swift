import SQLite

/// Up to which row the totals count the history: what is pruned must be counted, for totals are kept for ever.
struct FoldedRows {
    private let select: Statement

    init(on connection: Connection) throws {
        select = try connection.prepare("SELECT assignment_id FROM history_progress WHERE part = 'totals'")
    }

    /// Whether a row and all before it are counted.
    func contain(_ id: Int64) throws -> Bool {
        try select.first { $0.integer(0) } ?? 0 >= id
    }
}
