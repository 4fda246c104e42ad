package import Allocation
import SQLite

/// The change log, in the tables `changes` and `change_sets`.
package struct SQLiteChangeRepository: ChangeRepository {
    private let inventory: SerializedConnection

    package init(_ inventory: SerializedConnection) {
        self.inventory = inventory
    }

    /// What is asked for by subject, set or request is found by an index; everything else by reading back from the newest.
    static let query = """
        SELECT changes.change_id, changes.kind, changes.subject, changes.revision, changes.before, changes.after,
               \(ChangeSetRow.columns)
          FROM changes
          JOIN change_sets USING (change_set_id)
        """

    private static let condition = """
        changes.change_id < ?1
           AND (?2 IS NULL OR changes.kind = ?2)
           AND (?3 IS NULL OR change_sets.actor = ?3)
           AND (?4 IS NULL OR changes.change_set_id = ?4)
           AND (?5 IS NULL OR json_extract(changes.before, ?5) IS NOT json_extract(changes.after, ?5))
           AND (?6 IS NULL OR change_sets.made_at >= ?6)
           AND (?7 IS NULL OR change_sets.made_at < ?7)
           AND (?9 IS NULL OR changes.subject = ?9)
           AND (?10 IS NULL OR change_sets.request_id = ?10)
           AND (?11 IS NULL OR change_sets.key_id = ?11)
         ORDER BY changes.change_id DESC
         LIMIT ?8
        """

    static let allQuery = "\(query)\n WHERE \(condition)"
    static let subjectQuery = "\(query)\n WHERE changes.subject = ?9\n   AND \(condition)"
    static let setQuery = """
        \(query)
         WHERE changes.change_id BETWEEN (SELECT first_change_id FROM change_sets WHERE change_set_id = ?4)
                                     AND (SELECT last_change_id FROM change_sets WHERE change_set_id = ?4)
           AND \(condition)
        """

    static let policyQuery = """
        SELECT changes.change_id, changes.kind, changes.subject, changes.revision, changes.before, changes.after,
               \(ChangeSetRow.columns)
          FROM changes INDEXED BY changes_besides_devices
          JOIN change_sets USING (change_set_id)
         WHERE changes.kind <> 'device'
           AND changes.kind <> 'key'
           AND changes.change_id < ?1
         ORDER BY changes.change_id DESC
         LIMIT ?2
        """

    /// A request makes one set at most.
    static let requestQuery = """
        \(query)
         WHERE changes.change_id BETWEEN (SELECT first_change_id FROM change_sets WHERE request_id = ?10)
                                     AND (SELECT last_change_id FROM change_sets WHERE request_id = ?10)
           AND \(condition)
        """

    package func changes(matching filter: ChangeFilter) throws(StoreError) -> [Change] {
        let values: [SQLiteValue] = [
            .integer(filter.before ?? .max), .optional(filter.kind?.rawValue), .optional(filter.actor),
            .optional(filter.changeSet), .optional(filter.member.map(Self.path)),
            .optional(filter.since?.milliseconds), .optional(filter.until?.milliseconds),
            .integer(Int64(filter.limit)), .optional(filter.subject),
            filter.requestID.map { .blob($0.bytes) } ?? .null, .optional(filter.actorKey),
        ]
        return try inventory.read { connection in
            try ChangeSetUndoers.marking(
                connection.prepare(Self.query(for: filter)).all(values, read: Self.change), on: connection)
        }
    }

    /// The one that finds least to look through.
    private static func query(for filter: ChangeFilter) -> String {
        if filter.requestID != nil { return requestQuery }
        if filter.subject != nil { return subjectQuery }
        return filter.changeSet == nil ? allQuery : setQuery
    }

    /// A top-level member's path (sqlite.org/json1.html §2.4): its name in quotation marks.
    private static func path(of member: String) -> String {
        "$.\"\(member.filter { $0 != "\"" })\""
    }

    private static func change(from row: Row) throws -> Change {
        guard let kind = Change.Kind(rawValue: row.text(1)) else {
            throw StoreError.inconsistent("change \(row.integer(0)) is of the kind \(row.text(1))")
        }
        return Change(
            id: row.integer(0),
            set: try ChangeSetRow.set(from: row, firstColumn: 6),
            kind: kind,
            subject: row.text(2),
            revision: row.optionalInteger(3),
            before: try row.optionalText(4).map { try JSONValue(parsing: $0) },
            after: try row.optionalText(5).map { try JSONValue(parsing: $0) })
    }

    package func policyChanges(before: Int64?, limit: Int) throws(StoreError) -> [Change] {
        try inventory.read { connection in
            let changes = try connection.prepare(Self.policyQuery).all(
                .integer(before ?? .max), .integer(Int64(limit)), read: Self.change)
            return try ChangeSetUndoers.marking(changes, on: connection)
        }
    }

    package func changeSets(
        of kind: ChangeSet.Kind?, concerning subject: Change.Kind?, before: Int64?, limit: Int
    ) throws(StoreError) -> [ChangeSet] {
        try inventory.read { connection in
            let sets = try connection.prepare(ChangeSetRow.listQuery).all(
                .integer(before ?? .max), .optional(kind?.rawValue), .integer(Int64(limit)),
                .optional(subject?.rawValue),
                read: ChangeSetRow.set)
            return try ChangeSetUndoers.marking(sets, on: connection)
        }
    }

    package func changeSet(_ id: Int64) throws(StoreError) -> ChangeSet? {
        try inventory.read { connection in
            try ChangeSetRow.set(id, on: connection)
        }
    }

    package func undo(
        changeSet id: Int64, in context: ChangeContext, progress: (Int64) -> Void
    ) throws(ChangeRefusal) -> UndoOutcome {
        try inventory.change(in: context, from: .undoing(id)) { connection, log in
            guard
                try connection.prepare(ChangeSetRow.query).first(.integer(id), read: ChangeSetRow.set) != nil
            else { throw ChangeRefusal.notFound }
            var undo = try ChangeSetUndo(on: connection, in: context)
            let left = try undo.run(id, log: &log, progress: progress)
            return UndoOutcome(changeSet: try log.set(), refused: left.refused, refusedCount: left.count)
        }
    }
}
