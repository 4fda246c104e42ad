import Allocation
import Migrations
import SQLite

/// Compares what a database is made of with what its migrations make.
///
/// Whoever reads the history reads it through a view; one that was replaced would tell another story of rows that are as they
/// were written.
struct SchemaComparison {
    private let schema: Schema
    private let connection: Connection

    init(of schema: Schema, on connection: Connection) {
        self.schema = schema
        self.connection = connection
    }

    /// - Throws: `HistoryFault` that names the first table, index, view or trigger that is another, missing or too many.
    func check() throws {
        // A private database that is gone when it is closed (sqlite.org/inmemorydb.html).
        let model = try Connection(path: ":memory:", access: .create)
        for migration in schema.migrations {
            try model.execute(String(decoding: migration.sql, as: UTF8.self))
        }
        let (wanted, found) = (try objects(in: model), try objects(in: connection))
        for (name, sql) in wanted.sorted(by: { $0.key < $1.key }) where found[name] != sql {
            throw HistoryFault(
                .changed, at: .schema(name),
                "the database itself was changed: \(name) is not as the migrations make it")
        }
        if let stranger = found.keys.filter({ wanted[$0] == nil }).min() {
            throw HistoryFault(
                .inserted, at: .schema(stranger),
                "the database itself was changed: no migration makes \(stranger)")
        }
    }

    /// The statement that made each, by its name; but for SQLite's own, and for the list of migrations.
    private func objects(in connection: Connection) throws -> [String: String] {
        let rows = try connection.prepare(
            """
            SELECT name, sql
              FROM sqlite_schema
             WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND tbl_name <> 'schema_migrations'
            """
        ).all { ($0.text(0), $0.text(1)) }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }
}
