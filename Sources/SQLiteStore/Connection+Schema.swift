import Allocation
import Glibc
import SQLite

extension Connection {
    /// Opens one of the databases, provided it has the schema that this program knows.
    ///
    /// - Parameters:
    ///   - schema: which of the two.
    ///   - directory: where they are.
    ///   - onlyQueries: keeps the connection from writing. It is opened for writing all the same, since the
    ///     WAL's index needs that.
    /// - Returns: the connection, for one thread at a time.
    /// - Throws: `StoreError.refused` when the database is missing or of another schema, `SQLiteError` when
    ///   it cannot be opened.
    static func open(_ schema: Schema, in directory: DataDirectory, onlyQueries: Bool = false) throws
        -> Connection
    {
        let remedy = "run: dps-allocator migrate --data \(directory.path)"
        guard access(schema.path(in: directory), F_OK) == 0 else {
            throw StoreError.refused("there is no \(schema.rawValue) in \(directory.path); \(remedy)")
        }
        let connection = try configured(schema, in: directory, access: .readWrite)
        let pending = try Migrator(schema, on: connection).pending()
        guard pending.isEmpty else {
            throw StoreError.refused(
                "the \(schema.rawValue) in \(directory.path) lacks \(pending.joined(separator: ", ")); \(remedy)"
            )
        }
        if onlyQueries { try connection.execute("PRAGMA query_only = ON") }
        return connection
    }

    /// Opens one of the databases with the settings that this store relies on, whatever its schema.
    ///
    /// - Throws: `SQLiteError` when the file is missing (unless `access` makes it), locked or no database.
    static func configured(
        _ schema: Schema, in directory: DataDirectory, access: Access
    ) throws -> Connection {
        let path = schema.path(in: directory)
        let connection = try Connection(path: path, access: access)
        // Pages that pruning empties can be given back in small steps; to be said before there is any page
        // (sqlite.org/pragma.html#pragma_auto_vacuum).
        if access == .create, schema == .history {
            try connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        }
        guard try connection.useWriteAheadLog(at: path) == "wal" else {
            throw StoreError.unavailable("\(path) cannot be used: its file system carries no write-ahead log")
        }
        // FULL: a commit in WAL mode is synchronised to disk before it returns
        // (sqlite.org/pragma.html#pragma_synchronous).
        try connection.execute("PRAGMA synchronous = FULL")
        // Off unless asked for on each connection (sqlite.org/foreignkeys.html §2).
        try connection.execute("PRAGMA foreign_keys = ON")
        return connection
    }

    /// How often a change to WAL is tried, ten milliseconds apart: as long in all as any other statement waits for a lock.
    private static let mostTries = 500

    /// WAL: readers never wait for the writer, nor it for them (sqlite.org/wal.html).
    ///
    /// Of connections that make the same file a WAL database at once all but one are told at once that it is busy, for each
    /// holds the lock that the other waits for (sqlite.org/c3ref/busy_handler.html); they must come again.
    ///
    /// - Returns: the mode that the database is in now.
    private func useWriteAheadLog(at path: String) throws -> String? {
        for attempt in 1...Self.mostTries {
            do {
                return try prepare("PRAGMA journal_mode = WAL").first { $0.text(0) }
            } catch let error as SQLiteError {
                guard error.isBusy, attempt < Self.mostTries else {
                    throw StoreError.unavailable("\(path) cannot be used: \(error.message)")
                }
                pause(milliseconds: 10)
            }
        }
        return nil
    }
}
