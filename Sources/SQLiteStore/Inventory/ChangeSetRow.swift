import Allocation
import SQLite

/// How a change set stands in a row of `change_sets`.
enum ChangeSetRow {
    /// The columns in the order in which `set(from:)` reads them.
    static let columns = """
        change_sets.change_set_id, change_sets.kind, change_sets.made_at, change_sets.actor, change_sets.request_id,
               change_sets.message, change_sets.undoes, change_sets.import_id, change_sets.source,
               change_sets.created, change_sets.updated, change_sets.deleted,
               change_sets.policy_before, change_sets.policy_after, change_sets.key_id
        """

    static let ofImportQuery = "SELECT \(columns) FROM change_sets WHERE import_id = ?1"
    static let query = "SELECT \(columns) FROM change_sets WHERE change_set_id = ?1"

    static let listQuery = """
        SELECT \(columns)
          FROM change_sets
         WHERE change_set_id < ?1
           AND (?2 IS NULL OR kind = ?2)
           AND (?4 IS NULL OR EXISTS (SELECT 1
                                        FROM changes
                                       WHERE change_id BETWEEN first_change_id AND last_change_id
                                         AND changes.kind = ?4))
         ORDER BY change_set_id DESC
         LIMIT ?3
        """

    /// The set of this number, with what took it back.
    static func set(_ id: Int64, on connection: Connection) throws -> ChangeSet? {
        let set = try connection.prepare(query).first(.integer(id), read: Self.set(from:))
        return try ChangeSetUndoers.marking(set.map { [$0] } ?? [], on: connection).first
    }

    /// The set that applied this plan, with what took it back.
    static func set(ofImport id: RequestID, on connection: Connection) throws -> ChangeSet? {
        let set = try connection.prepare(ofImportQuery).first(.blob(id.bytes), read: Self.set(from:))
        return try ChangeSetUndoers.marking(set.map { [$0] } ?? [], on: connection).first
    }

    static func set(from row: Row) throws -> ChangeSet {
        try set(from: row, firstColumn: 0)
    }

    /// - Parameters:
    ///   - row: with `columns`.
    ///   - first: where they begin.
    /// - Returns: the set.
    /// - Throws: `StoreError.inconsistent` for a kind that there is not.
    static func set(from row: Row, firstColumn first: Int32) throws -> ChangeSet {
        guard let kind = ChangeSet.Kind(rawValue: row.text(first + 1)) else {
            throw StoreError.inconsistent(
                "change set \(row.integer(first)) is of the kind \(row.text(first + 1))")
        }
        return ChangeSet(
            id: row.integer(first), kind: kind,
            context: ChangeContext(
                actor: row.text(first + 3), keyID: row.optionalInteger(first + 14),
                at: Timestamp(milliseconds: row.integer(first + 2)),
                requestID: RequestID(bytes: row.blob(first + 4)), message: row.optionalText(first + 5)),
            undoes: row.optionalInteger(first + 6), importID: RequestID(bytes: row.blob(first + 7)),
            source: row.optionalText(first + 8),
            counts: ChangeCounts(
                created: row.integer(first + 9), updated: row.integer(first + 10),
                deleted: row.integer(first + 11)),
            policyRevisions: row.optionalInteger(first + 12).flatMap { before in
                row.optionalInteger(first + 13).map { .init(before: before, after: $0) }
            })
    }
}
