package import Allocation
import Migrations
import SQLite

/// Brings a database to the schema of this program, forward only.
///
/// Each migration runs in one transaction with its bookkeeping row, so a crash leaves it done or not done.
/// What has been applied is remembered with its digest: a file changed after the fact and a database of a
/// newer program are both refused.
package struct Migrator {
    /// A migration that is in a database.
    private struct Applied {
        let name: String
        let sha256: String
    }

    private let schema: Schema
    private let connection: Connection
    private let migrations: [Migration]

    /// Makes the database file when it is not there.
    ///
    /// - Throws: `StoreError.unavailable` when it can be neither opened nor made.
    package init(_ schema: Schema, in directory: DataDirectory) throws(StoreError) {
        try self.init(schema, in: directory, migrations: schema.migrations)
    }

    init(_ schema: Schema, in directory: DataDirectory, migrations: [Migration]) throws(StoreError) {
        self.schema = schema
        self.migrations = migrations
        connection = try StoreError.translating {
            try Connection.configured(schema, in: directory, access: .create)
        }
    }

    init(_ schema: Schema, on connection: Connection) {
        self.schema = schema
        self.connection = connection
        migrations = schema.migrations
    }

    /// Applies what is missing.
    ///
    /// - Returns: the names of the migrations that were applied now.
    /// - Throws: `StoreError` when the database is newer than this program, was made from other files, or a
    ///   migration fails; those before the failing one stay applied.
    package func migrate(at time: Timestamp) throws(StoreError) -> [String] {
        try StoreError.translating {
            try connection.execute(
                """
                CREATE TABLE IF NOT EXISTS schema_migrations (
                    name       TEXT PRIMARY KEY,
                    sha256     TEXT NOT NULL,
                    applied_at INTEGER NOT NULL
                ) STRICT
                """)
            var names: [String] = []
            while let name = try applyNext(at: time) { names.append(name) }
            return names
        }
    }

    /// The names of the migrations that the database lacks.
    ///
    /// - Throws: `StoreError` as `migrate(at:)` does.
    package func pending() throws(StoreError) -> [String] {
        try StoreError.translating {
            let exists = try connection.prepare(
                "SELECT 1 FROM sqlite_schema WHERE name = 'schema_migrations'"
            ).first { _ in true }
            return try migrations.dropFirst(exists == true ? checkedCount() : 0).map(\.name)
        }
    }

    /// One migration in one transaction. The list of the applied ones is read inside it, so two processes
    /// that migrate at once do not get in each other's way: the second finds the work done.
    private func applyNext(at time: Timestamp) throws -> String? {
        try connection.transaction(writing: true) {
            let count = try checkedCount()
            guard count < migrations.count else { return nil }
            let migration = migrations[count]
            try connection.execute(String(decoding: migration.sql, as: UTF8.self))
            try connection.prepare(
                "INSERT INTO schema_migrations (name, sha256, applied_at) VALUES (?1, ?2, ?3)"
            )
            .run(.text(migration.name), .text(digest(of: migration)), .integer(time.milliseconds))
            return migration.name
        }
    }

    /// How many migrations are applied, after making sure that they are the first of this program's.
    private func checkedCount() throws -> Int {
        let applied = try connection.prepare("SELECT name, sha256 FROM schema_migrations ORDER BY name").all {
            row in
            Applied(name: row.text(0), sha256: row.text(1))
        }
        for (offset, one) in applied.enumerated() {
            guard offset < migrations.count, one.name == migrations[offset].name else {
                throw StoreError.refused(
                    "the \(schema.rawValue) has the migration \(one.name), which this program does not know: "
                        + "it was made by a newer dps-allocator; use that one")
            }
            guard one.sha256 == digest(of: migrations[offset]) else {
                throw StoreError.refused(
                    "the \(schema.rawValue) was migrated with another text of \(one.name) than this program has: "
                        + "applied migrations must not be edited; restore the file or the database")
            }
        }
        return applied.count
    }

    private func digest(of migration: Migration) -> String {
        SHA256.hash(migration.sql).description
    }
}
