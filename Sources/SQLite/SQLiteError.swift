internal import CSQLite

/// A call into SQLite that failed. Bound values are left out: they may be secrets.
package struct SQLiteError: Error, Equatable, CustomStringConvertible {
    /// The extended result code (sqlite.org/rescode.html).
    package let code: Int32

    /// What SQLite said of this very failure.
    package let message: String

    /// The statement that failed, where there was one.
    package let sql: String?

    package init(code: Int32, message: String, sql: String? = nil) {
        self.code = code
        self.message = message
        self.sql = sql
    }

    /// The low byte: the kind of failure without its detail.
    package var primaryCode: Int32 { code & 0xFF }

    /// A CHECK, UNIQUE, NOT NULL or foreign key constraint turned the row away: the data is at fault, not the
    /// store.
    package var isConstraintViolation: Bool { primaryCode == SQLITE_CONSTRAINT }

    /// A UNIQUE or PRIMARY KEY constraint did.
    package var isDuplicate: Bool { code == 2067 || code == 1555 }

    /// Another connection holds the lock.
    package var isBusy: Bool { primaryCode == SQLITE_BUSY }

    /// There is no room for what was to be written.
    package var isDiskFull: Bool { primaryCode == SQLITE_FULL }

    /// In one line, with the beginning of the statement.
    package var description: String {
        "SQLite error \(code): \(message)" + (sql.map { " in: \(Self.beginning(of: $0))" } ?? "")
    }

    private static let longestBeginning = 100

    private static func beginning(of sql: String) -> String {
        let line = sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count > longestBeginning ? line.prefix(longestBeginning) + "…" : line
    }
}
