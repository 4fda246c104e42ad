import SQLite

/// Up to which row the totals count the history and the inventory's sweep has read it: what is pruned must be in both, for they are
/// kept without it.
struct FoldedRows {
    private let select: Statement
    private let inventory: Connection

    /// - Parameters:
    ///   - history: the history.
    ///   - inventory: the inventory.
    /// - Throws: `SQLiteError` when there are no totals.
    init(of history: Connection, in inventory: Connection) throws {
        select = try history.prepare("SELECT assignment_id FROM history_progress WHERE part = 'totals'")
        self.inventory = inventory
    }

    /// Whether a row and all before it are counted.
    func contain(_ id: Int64) throws -> Bool {
        guard try select.first(read: { $0.integer(0) }) ?? 0 >= id else { return false }
        return try SightingProgress.read(from: inventory)?.assignmentID ?? 0 >= id
    }
}
