import Allocation
@testable import Migrations
import SQLite
@testable import SQLiteStore
import Testing

@Suite struct MigratorTests {
    private let store: StoreFolder
    private let time = Timestamp(milliseconds: 1_795_348_800_000)

    init() throws {
        store = try StoreFolder(isMigrated: false)
    }

    private static let table = Migration(
        name: "0001_table", sql: Array("CREATE TABLE kept (id INTEGER) STRICT".utf8))
    private static let row = Migration(
        name: "0002_row", sql: Array("INSERT INTO kept VALUES (1); INSERT INTO kept VALUES (2)".utf8))
    private static let column = Migration(
        name: "0003_column", sql: Array("ALTER TABLE kept ADD COLUMN note TEXT".utf8))

    private func migrator(_ migrations: Migration...) throws -> Migrator {
        try Migrator(.inventory, in: store.directory, migrations: migrations)
    }

    @Test func `what is missing is applied in order and remembered with its digest`() throws {
        #expect(try migrator(Self.table, Self.row).pending() == ["0001_table", "0002_row"])
        #expect(try migrator(Self.table, Self.row).migrate(at: time) == ["0001_table", "0002_row"])
        let later = try migrator(Self.table, Self.row, Self.column)
        #expect(try later.pending() == ["0003_column"])
        #expect(try later.migrate(at: Timestamp(milliseconds: time.milliseconds + 1)) == ["0003_column"])
        #expect(try later.pending() == [])

        let connection = try store.connect(to: .inventory)
        #expect(try connection.integer("SELECT count(*) FROM kept WHERE note IS NULL") == 2)
        let applied = try connection.prepare(
            "SELECT name, sha256, applied_at FROM schema_migrations ORDER BY name"
        ).all {
            "\($0.text(0)) \($0.text(1)) \($0.integer(2) - time.milliseconds)"
        }
        #expect(
            applied == [
                "0001_table \(SHA256.hash(Self.table.sql)) 0", "0002_row \(SHA256.hash(Self.row.sql)) 0",
                "0003_column \(SHA256.hash(Self.column.sql)) 1",
            ])
    }

    @Test(arguments: Schema.allCases)
    func `a second run does nothing`(schema: Schema) throws {
        let names = schema.migrations.map(\.name)
        #expect(try Migrator(schema, in: store.directory).migrate(at: time) == names)
        #expect(try Migrator(schema, in: store.directory).migrate(at: time) == [])
        let connection = try store.connect(to: schema)
        #expect(try connection.texts("SELECT name FROM schema_migrations ORDER BY name") == names)
        #expect(try connection.texts("PRAGMA journal_mode") == ["wal"])
    }

    @Test func `a database of a newer program is refused and left alone`() throws {
        _ = try migrator(Self.table, Self.row).migrate(at: time)
        let expected = StoreError.refused(
            "the inventory has the migration 0002_row, which this program does not know: "
                + "it was made by a newer dps-allocator; use that one")
        #expect(throws: expected) { try migrator(Self.table).migrate(at: time) }
        #expect(throws: expected) { try migrator(Self.table).pending() }
        #expect(throws: expected) { try migrator(Self.table, Self.column).migrate(at: time) }
        #expect(try store.connect(to: .inventory).integer("SELECT count(*) FROM schema_migrations") == 2)
    }

    @Test func `a database migrated with another text of a file is refused and left alone`() throws {
        _ = try migrator(Self.table).migrate(at: time)
        let edited = Migration(name: "0001_table", sql: Self.table.sql + Array(" ".utf8))
        let expected = StoreError.refused(
            "the inventory was migrated with another text of 0001_table than this program has: "
                + "applied migrations must not be edited; restore the file or the database")
        #expect(throws: expected) { try migrator(edited, Self.row).migrate(at: time) }
        #expect(throws: expected) { try migrator(edited).pending() }
        #expect(try store.connect(to: .inventory).integer("SELECT count(*) FROM kept") == 0)
    }

    @Test func `a migration that fails is undone whole, and those before it stay`() throws {
        let broken = Migration(
            name: "0002_broken",
            sql: Array("INSERT INTO kept VALUES (1); CREATE TABLE half (id INTEGER); oops".utf8))
        #expect(throws: StoreError.self) { try migrator(Self.table, broken, Self.column).migrate(at: time) }
        let connection = try store.connect(to: .inventory)
        #expect(try connection.texts("SELECT name FROM schema_migrations") == ["0001_table"])
        #expect(try connection.integer("SELECT count(*) FROM kept") == 0)
        #expect(try connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'half'") == 0)
        #expect(try migrator(Self.table, Self.row).migrate(at: time) == ["0002_row"])
    }

    @Test(arguments: 0..<10)
    func `migrators that run at once apply each migration once`(round: Int) async throws {
        let directory = store.directory
        let applied = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    try Migrator(.inventory, in: directory).migrate(at: Timestamp(milliseconds: 0))
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(applied.sorted() == Migration.inventory.map(\.name))
        #expect(try store.connect(to: .inventory).texts("PRAGMA integrity_check") == ["ok"])
    }

    @Test func `a store without its schema is not opened`() throws {
        let directory = store.directory
        #expect(throws: StoreError.self) { try SerializedConnection(to: .inventory, in: directory) }
        #expect(throws: StoreError.self) { try SQLiteDecisionInventory(in: directory, uptime: { 0 }) }
        #expect(throws: StoreError.self) {
            try AssignmentWriter(in: directory, clock: { Timestamp(milliseconds: 0) }, uptime: { 0 })
        }
        let nowhere = DataDirectory(path: directory.path + "/nowhere")
        #expect(throws: StoreError.self) { try Migrator(.inventory, in: nowhere) }
        #expect(throws: StoreError.self) { try SQLiteDecisionInventory(in: nowhere, uptime: { 0 }) }
    }
}
