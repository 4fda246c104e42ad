import Allocation
import SQLite

/// Writes the lines of the change log, inside the transaction that makes the changes.
struct ChangeLogWriter {
    private let connection: Connection
    private let context: ChangeContext
    private let kind: ChangeSet.Kind
    private let undoes: Int64?
    private let insert: Statement
    private let setID: Int64
    private let firstID: Int64
    private var nextID: Int64
    private(set) var counts = ChangeCounts()

    /// - Parameters:
    ///   - connection: inside a transaction that writes, so that the numbers taken here are this set's alone.
    ///   - context: who, when and why.
    ///   - kind: of the set.
    ///   - undoes: the set that this one takes back.
    /// - Throws: `SQLiteError` when the log cannot be read.
    init(
        on connection: Connection, in context: ChangeContext, kind: ChangeSet.Kind = .edit,
        undoes: Int64? = nil
    ) throws {
        self.connection = connection
        self.context = context
        self.kind = kind
        self.undoes = undoes
        let last = try connection.prepare(
            """
            SELECT (SELECT coalesce(max(change_set_id), 0) FROM change_sets),
                   (SELECT coalesce(max(change_id), 0) FROM changes)
            """
        ).first { (set: $0.integer(0), change: $0.integer(1)) }
        setID = (last?.set ?? 0) + 1
        firstID = (last?.change ?? 0) + 1
        nextID = firstID
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

    /// Writes the set, if there is anything in it. To be called last.
    func finish() throws {
        guard nextID > firstID else { return }
        try connection.prepare(
            """
            INSERT INTO change_sets (change_set_id, made_at, actor, kind, request_id, message, undoes, first_change_id, last_change_id,
                                     created, updated, deleted)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            """
        ).run(
            .integer(setID), .integer(context.time.milliseconds), .text(context.actor), .text(kind.rawValue),
            (context.requestID?.bytes).map(SQLiteValue.blob) ?? .null, .optional(context.message),
            .optional(undoes),
            .integer(firstID), .integer(nextID - 1), .integer(counts.created), .integer(counts.updated),
            .integer(counts.deleted))
    }
}
