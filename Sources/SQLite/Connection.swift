internal import CSQLite

/// An open database file.
///
/// Not to be shared between threads: it is opened with `SQLITE_OPEN_NOMUTEX` (sqlite.org/threadsafe.html,
/// "Multi-thread"), so whoever owns it lets one thread use it at a time.
package final class Connection {
    package enum Access: Sendable {
        case readOnly
        case readWrite
        /// Like `readWrite`; makes the file when it is not there.
        case create
    }

    let handle: OpaquePointer

    /// How the library was set up for the process: once, and before any connection is opened.
    private static let setUp = csqlite_keep_no_memory_statistics()

    /// - Parameters:
    ///   - path: of the database file.
    ///   - access: what may be done with it.
    /// - Throws: `SQLiteError` when the file cannot be opened as asked.
    package init(path: String, access: Access) throws(SQLiteError) {
        guard Self.setUp == SQLITE_OK else {
            throw SQLiteError(code: Self.setUp, message: "the SQLite library cannot be set up")
        }
        let flags =
            switch access {
            case .readOnly: SQLITE_OPEN_READONLY
            case .readWrite: SQLITE_OPEN_READWRITE
            case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            }
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard let opened else { throw SQLiteError(code: code, message: "out of memory") }
        guard code == SQLITE_OK else {
            let failure = SQLiteError(
                code: code, message: "\(path): \(String(cString: sqlite3_errmsg(opened)))")
            // A handle that failed to open must be closed all the same (sqlite.org/c3ref/open.html).
            sqlite3_close_v2(opened)
            throw failure
        }
        handle = opened
        waitWhenBusy(milliseconds: 5_000)
    }

    deinit {
        sqlite3_close_v2(handle)
    }

    /// How long a statement waits for another process's lock before it fails.
    package func waitWhenBusy(milliseconds: Int32) {
        sqlite3_busy_timeout(handle, milliseconds)
    }

    /// Holds the thread for a while, for another connection to let go of a lock that SQLite itself does not wait for.
    package func pause(milliseconds: Int32) {
        sqlite3_sleep(milliseconds)
    }

    /// Runs SQL text, one statement or many, without values.
    ///
    /// - Throws: `SQLiteError` of the first statement that fails; those before it stay done unless in a
    ///   transaction.
    package func execute(_ sql: String) throws(SQLiteError) {
        try check(sqlite3_exec(handle, sql, nil, nil, nil), sql: sql)
    }

    /// - Throws: `SQLiteError` when the SQL does not compile against this schema.
    package func prepare(_ sql: String) throws(SQLiteError) -> Statement {
        try Statement(sql, on: self)
    }

    /// Runs `body` in one transaction: all of it is done, or none.
    ///
    /// - Parameters:
    ///   - writing: takes the write lock at once (`BEGIN IMMEDIATE`), so that a transaction which reads and
    ///     then writes cannot fail half-way because another came first (sqlite.org/lang_transaction.html).
    ///   - isTrial: takes all of it back in the end, as if it had failed. Constraints that are deferred to the commit are not
    ///     looked at then.
    ///   - body: what is to be done; it must not begin a transaction itself.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws, after the roll-back, or the `SQLiteError` of the begin or the commit.
    package func transaction<Result>(
        writing: Bool, isTrial: Bool = false, _ body: () throws -> Result
    ) throws -> Result {
        try execute(writing ? "BEGIN IMMEDIATE" : "BEGIN")
        do {
            let result = try body()
            try execute(isTrial ? "ROLLBACK" : "COMMIT")
            return result
        } catch {
            // Some failures have rolled back already; a second try would only hide the first error.
            if sqlite3_get_autocommit(handle) == 0 { try? execute("ROLLBACK") }
            throw error
        }
    }

    /// Whether the file was removed, renamed or replaced since it was opened: what is written then is written to nowhere
    /// (sqlite.org/c3ref/c_fcntl_begin_atomic_write.html, `SQLITE_FCNTL_HAS_MOVED`).
    package var hasMoved: Bool {
        var moved: Int32 = 0
        let code = sqlite3_file_control(handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved)
        return code == SQLITE_OK && moved != 0
    }

    /// Rows that the last INSERT, UPDATE or DELETE changed.
    package var changedRows: Int { Int(sqlite3_changes64(handle)) }

    /// The rowid of the last INSERT.
    package var lastInsertedRowID: Int64 { sqlite3_last_insert_rowid(handle) }

    func check(_ code: Int32, sql: String) throws(SQLiteError) {
        guard code != SQLITE_OK else { return }
        throw failure(code, sql: sql)
    }

    func failure(_ code: Int32, sql: String) -> SQLiteError {
        SQLiteError(code: code, message: String(cString: sqlite3_errmsg(handle)), sql: sql)
    }
}
