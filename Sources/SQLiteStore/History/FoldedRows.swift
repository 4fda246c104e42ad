import SQLite

/// Up to which row the totals count the history: what is pruned must be counted, for totals are kept for ever.
struct FoldedRows {
    private let select: Statement?

    init(on connection: Connection) throws {
        let exists = try connection.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'history_progress'")
            .first { _ in true }
        select =
            exists == nil
            ? nil
            : try connection.prepare(
                "SELECT assignment_id FROM history_progress WHERE part = 'totals'")
    }

    /// Whether a row and all before it are counted; so it is where there are no totals.
    func contain(_ id: Int64) throws -> Bool {
        guard let select else { return true }
        return try select.first { $0.integer(0) } ?? 0 >= id
    }
}
