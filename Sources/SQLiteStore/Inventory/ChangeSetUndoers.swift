import Allocation
import SQLite

/// By which other set a change set was taken back, if it still is.
enum ChangeSetUndoers {
    /// What took one of the sets back, and what took that back, and so on. `CROSS JOIN` keeps the order (sqlite.org/optoverview.html
    /// §8.2): each step is a search by `undoes`, and never a look through all sets.
    static let query = """
        WITH RECURSIVE undo (change_set_id, undoes) AS (
            SELECT change_sets.change_set_id, change_sets.undoes
              FROM json_each(?1) AS told
             CROSS JOIN change_sets
             WHERE change_sets.undoes = told.value
             UNION
            SELECT change_sets.change_set_id, change_sets.undoes
              FROM undo
             CROSS JOIN change_sets
             WHERE change_sets.undoes = undo.change_set_id
        )
        SELECT change_set_id, undoes
          FROM undo
         ORDER BY change_set_id DESC
        """

    /// - Parameters:
    ///   - sets: the numbers of those that are asked about.
    ///   - connection: to the inventory.
    /// - Returns: for each set that is taken back, the latest one that does so and is in force.
    /// - Throws: `SQLiteError` when the inventory cannot be read.
    static func undoers(of sets: Set<Int64>, on connection: Connection) throws -> [Int64: Int64] {
        guard !sets.isEmpty else { return [:] }
        let told = JSONValue.array(sets.map { .number(JSONNumber($0)) }).description
        var undoers: [Int64: Int64] = [:]
        // From the newest back: what takes a set back is newer than the set, so whether it is in force is known when it is met.
        try connection.prepare(query).forEach([.text(told)]) { row in
            let (id, undone) = (row.integer(0), row.integer(1))
            if undoers[id] == nil, undoers[undone] == nil { undoers[undone] = id }
        }
        return undoers
    }

    /// The same sets, each with `undoneBy`.
    ///
    /// - Throws: `SQLiteError` when the inventory cannot be read.
    static func marking(_ sets: [ChangeSet], on connection: Connection) throws -> [ChangeSet] {
        let undoers = try undoers(of: Set(sets.map(\.id)), on: connection)
        return sets.map { set in
            var set = set
            set.undoneBy = undoers[set.id]
            return set
        }
    }

    /// The same changes, each with `undoneBy` of its set.
    ///
    /// - Throws: `SQLiteError` when the inventory cannot be read.
    static func marking(_ changes: [Change], on connection: Connection) throws -> [Change] {
        let undoers = try undoers(of: Set(changes.map(\.set.id)), on: connection)
        return changes.map { change in
            var change = change
            change.set.undoneBy = undoers[change.set.id]
            return change
        }
    }
}
