internal import CSQLite

/// A read transaction that stays open from one use to the next for as long as nobody commits.
///
/// To begin and end a read transaction costs several system calls for SQLite's locks, far more than to find a row. Every
/// commit, by whatever process, changes the head of the WAL-index (sqlite.org/walformat.html §2.1), which is in shared
/// memory; to compare 48 bytes there tells whether the open transaction still sees the latest state.
///
/// An open read transaction keeps the WAL from being started anew; so one that is not used should be ended.
package final class HeldSnapshot {
    private typealias Mark = (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)

    private let connection: Connection
    private let begin: Statement
    private let touch: Statement
    private let commit: Statement
    private var markAddress: UnsafePointer<UInt64>?
    private var mark: Mark?

    /// - Parameter connection: to a database in WAL mode; nothing else may begin a transaction on it.
    /// - Throws: `SQLiteError` when the connection cannot be used.
    package init(on connection: Connection) throws(SQLiteError) {
        self.connection = connection
        begin = try connection.prepare("BEGIN")
        // A read transaction begins with its first read (sqlite.org/lang_transaction.html §2.1).
        touch = try connection.prepare("SELECT 1 FROM sqlite_schema LIMIT 1")
        commit = try connection.prepare("COMMIT")
    }

    deinit {
        end()
    }

    /// Makes sure that what is read next on the connection is the state as of now or later.
    ///
    /// - Returns: whether that is a newer state than at the last call, as far as can be told; `false` only if it is the same.
    /// - Throws: `SQLiteError` when the database cannot be read.
    package func renew() throws(SQLiteError) -> Bool {
        if let mark, let latest = latestMark(), mark == latest { return false }
        end()
        // Read before the transaction begins: a commit in between then looks like one to come, and only costs another look.
        let latest = latestMark()
        try begin.run()
        do {
            try touch.run()
        } catch {
            try? commit.run()
            throw error
        }
        mark = latest
        return true
    }

    /// Ends the transaction, if one is open.
    package func end() {
        guard sqlite3_get_autocommit(connection.handle) == 0 else { return }
        mark = nil
        try? commit.run()
    }

    private func latestMark() -> Mark? {
        if markAddress == nil {
            markAddress = csqlite_commit_mark_address(connection.handle).map { UnsafePointer($0) }
        }
        return markAddress.map { csqlite_read_commit_mark($0).words }
    }
}

private func == (
    one: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64),
    other: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)
) -> Bool {
    one.0 == other.0 && one.1 == other.1 && one.2 == other.2
        && one.3 == other.3 && one.4 == other.4 && one.5 == other.5
}
