internal import CSQLite

/// A compiled statement, kept and used again: compiling costs more than running.
package final class Statement {
    private let connection: Connection
    private let handle: OpaquePointer
    private let sql: String

    init(_ sql: String, on connection: Connection) throws(SQLiteError) {
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v3(
            connection.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        try connection.check(code, sql: sql)
        guard let prepared else { throw SQLiteError(code: SQLITE_MISUSE, message: "no statement", sql: sql) }
        handle = prepared
        self.sql = sql
        self.connection = connection
    }

    deinit {
        sqlite3_finalize(handle)
    }

    /// Runs the statement to its end; rows that it yields are passed over.
    package func run(_ values: SQLiteValue...) throws(SQLiteError) {
        try run(values)
    }

    /// Runs the statement to its end; rows that it yields are passed over.
    package func run(_ values: [SQLiteValue]) throws(SQLiteError) {
        try bind(values)
        defer { reset() }
        while try step() {}
    }

    /// Reads the first row; `nil` when there is none.
    package func first<Result>(_ values: SQLiteValue..., read: (Row) throws -> Result) throws -> Result? {
        try bind(values)
        defer { reset() }
        return try step() ? try read(Row(handle)) : nil
    }

    /// Reads every row.
    package func all<Result>(_ values: SQLiteValue..., read: (Row) throws -> Result) throws -> [Result] {
        try all(values, read: read)
    }

    /// Reads every row.
    package func all<Result>(_ values: [SQLiteValue], read: (Row) throws -> Result) throws -> [Result] {
        try bind(values)
        defer { reset() }
        var results: [Result] = []
        while try step() { results.append(try read(Row(handle))) }
        return results
    }

    /// Hands over each row in turn.
    package func forEach(_ values: [SQLiteValue], _ body: (Row) throws -> Void) throws {
        try bind(values)
        defer { reset() }
        while try step() { try body(Row(handle)) }
    }

    /// Begins to be read by `next`, from the first row.
    package func begin(_ values: [SQLiteValue]) throws(SQLiteError) {
        reset()
        try bind(values)
    }

    /// The row behind the one of the last call since `begin`; `nil` at the end, behind which there must be no further call.
    package func next<Result>(read: (Row) throws -> Result) throws -> Result? {
        try step() ? try read(Row(handle)) : nil
    }

    private func step() throws(SQLiteError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: true
        case SQLITE_DONE: false
        case let code: throw connection.failure(code, sql: sql)
        }
    }

    /// A statement that is not reset keeps its read transaction open, and with it the WAL from being
    /// checkpointed.
    private func reset() {
        sqlite3_reset(handle)
    }

    private func bind(_ values: [SQLiteValue]) throws(SQLiteError) {
        // A value left out would be the last run's: bindings outlive a reset (sqlite.org/c3ref/reset.html).
        let expected = sqlite3_bind_parameter_count(handle)
        guard values.count == expected else {
            throw SQLiteError(
                code: SQLITE_RANGE, message: "\(expected) values expected, not \(values.count)", sql: sql)
        }
        for (offset, value) in values.enumerated() {
            let index = Int32(truncatingIfNeeded: offset + 1)
            try connection.check(bind(value, at: index), sql: sql)
        }
    }

    private func bind(_ value: SQLiteValue, at index: Int32) -> Int32 {
        // SQLITE_TRANSIENT: SQLite takes its own copy before the call returns
        // (sqlite.org/c3ref/bind_blob.html).
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null:
            return sqlite3_bind_null(handle, index)
        case .integer(let integer):
            return sqlite3_bind_int64(handle, index, integer)
        case .text(var text):
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters in
                    // A null pointer would bind NULL, and an empty string may have one.
                    guard let start = characters.baseAddress else {
                        return sqlite3_bind_text(handle, index, "", 0, transient)
                    }
                    return sqlite3_bind_text64(
                        handle, index, start, UInt64(characters.count), transient, UInt8(SQLITE_UTF8))
                }
            }
        case .blob(let bytes):
            return bytes.withUnsafeBytes { buffer in
                guard let start = buffer.baseAddress else { return sqlite3_bind_zeroblob(handle, index, 0) }
                return sqlite3_bind_blob64(handle, index, start, UInt64(buffer.count), transient)
            }
        }
    }
}
