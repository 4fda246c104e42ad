import Allocation
import SQLite

/// Writes the lines of the change log, inside the transaction that makes the changes.
struct ChangeLogWriter {
    private let connection: Connection
    private let context: ChangeContext
    private let origin: ChangeOrigin
    private let insert: Statement

    /// The number of the set.
    let setID: Int64

    /// The number of its first line.
    let firstID: Int64
    private var nextID: Int64
    private var counts = ChangeCounts()
    private let selectPolicy: Statement
    private let policyBefore: Int64

    /// - Parameters:
    ///   - connection: inside a transaction that writes, so that the numbers taken here are this set's alone.
    ///   - context: who, when and why.
    ///   - origin: what the set comes of.
    /// - Throws: `SQLiteError` when the log cannot be read.
    init(
        on connection: Connection, in context: ChangeContext, from origin: ChangeOrigin = .editing
    ) throws {
        self.connection = connection
        self.context = context
        self.origin = origin
        let last = try connection.prepare(
            """
            SELECT (SELECT coalesce(max(change_set_id), 0) FROM change_sets),
                   (SELECT coalesce(max(change_id), 0) FROM changes)
            """
        ).first { (set: $0.integer(0), change: $0.integer(1)) }
        setID = (last?.set ?? 0) + 1
        firstID = (last?.change ?? 0) + 1
        nextID = firstID
        selectPolicy = try connection.prepare("SELECT policy FROM revisions")
        policyBefore = try selectPolicy.first { $0.integer(0) } ?? 0
        insert = try connection.prepare(
            """
            INSERT INTO changes (change_id, change_set_id, kind, subject, revision, before, after)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """)
    }

    /// One line.
    mutating func record(
        _ kind: Change.Kind, _ subject: String, revision: Int64?, before: JSONValue?, after: JSONValue?
    ) throws {
        try insert.run(
            .integer(nextID), .integer(setID), .text(kind.rawValue), .text(subject), .optional(revision),
            .optional(before?.description), .optional(after?.description))
        nextID += 1
        counts.add(WriteEffect(before: before, after: after))
    }

    /// Takes note of lines that a statement wrote by itself, with the set's number and the next numbers of their own.
    mutating func noteRecorded(_ recorded: ChangeCounts) {
        nextID += recorded.total
        counts = ChangeCounts(
            created: counts.created + recorded.created, updated: counts.updated + recorded.updated,
            deleted: counts.deleted + recorded.deleted)
    }

    /// The set as it is so far; `nil` when nothing has been changed.
    func set() throws -> ChangeSet? {
        guard nextID > firstID else { return nil }
        let policyAfter = try selectPolicy.first { $0.integer(0) } ?? 0
        return ChangeSet(
            id: setID, kind: origin.kind, context: context, undoes: origin.undoes, importID: origin.importID,
            source: origin.source, counts: counts,
            policyRevisions: .init(before: policyBefore, after: policyAfter))
    }

    /// Writes the set, if there is anything in it. To be called last.
    ///
    /// - Returns: the set; `nil` when nothing was changed.
    @discardableResult
    func finish() throws -> ChangeSet? {
        guard let set = try set() else { return nil }
        try connection.prepare(
            """
            INSERT INTO change_sets (change_set_id, made_at, actor, kind, request_id, message, undoes, first_change_id, last_change_id,
                                     created, updated, deleted, import_id, source, policy_before, policy_after, key_id)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
            """
        ).run(
            .integer(setID), .integer(context.time.milliseconds), .text(context.actor),
            .text(origin.kind.rawValue),
            (context.requestID?.bytes).map(SQLiteValue.blob) ?? .null, .optional(context.message),
            .optional(origin.undoes), .integer(firstID), .integer(nextID - 1), .integer(counts.created),
            .integer(counts.updated), .integer(counts.deleted),
            (origin.importID?.bytes).map(SQLiteValue.blob) ?? .null, .optional(origin.source),
            .optional(set.policyRevisions?.before), .optional(set.policyRevisions?.after),
            .optional(context.keyID))
        return set
    }
}
