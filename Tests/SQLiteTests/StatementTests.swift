import SQLite
import TemporaryFolders
import Testing

@Suite struct StatementTests {
    private let folder: TemporaryFolder
    private let connection: Connection

    init() throws {
        folder = try TemporaryFolder()
        connection = try Connection(path: folder.file("values.sqlite"), access: .create)
        try connection.execute(
            "CREATE TABLE kept (id INTEGER PRIMARY KEY, value ANY UNIQUE CHECK (value IS NOT 'poison')) STRICT"
        )
    }

    @Test(arguments: [
        Int64.min, .min + 1, Int64(Int32.min) - 1, -1, 0, 1, Int64(UInt32.max) + 1, .max,
    ])
    func `an integer of 64 bits comes back whole`(integer: Int64) throws {
        try connection.prepare("INSERT INTO kept (value) VALUES (?1)").run(.integer(integer))
        let read = try connection.prepare("SELECT value, typeof(value) FROM kept")
            .first { ($0.integer(0), $0.optionalInteger(0), $0.text(1)) }
        #expect(try #require(read) == (integer, integer, "integer"))
    }

    @Test(arguments: [
        "", "a", "a\u{0}b", "\u{0}", "Gerät \u{1F525} e\u{301} é", "'; DROP TABLE kept; --",
        String(repeating: "0123456789", count: 10_000),
    ])
    func `a text comes back byte for byte, an empty one too`(text: String) throws {
        try connection.prepare("INSERT INTO kept (value) VALUES (?1)").run(.text(text))
        let read = try connection.prepare(
            "SELECT value, typeof(value), length(CAST(value AS BLOB)) FROM kept"
        )
        .first {
            (Array($0.text(0).utf8), $0.optionalText(0).map { Array($0.utf8) }, $0.text(1), $0.integer(2))
        }
        let bytes = Array(text.utf8)
        #expect(try #require(read) == (bytes, bytes, "text", Int64(bytes.count)))
    }

    @Test(arguments: [[], [0], Array(0...255), [UInt8](repeating: 0, count: 100_000)] as [[UInt8]])
    func `bytes come back as they were, none too`(bytes: [UInt8]) throws {
        try connection.prepare("INSERT INTO kept (value) VALUES (?1)").run(.blob(bytes))
        let read = try connection.prepare("SELECT value, typeof(value) FROM kept").first {
            ($0.blob(0), $0.text(1))
        }
        #expect(try #require(read) == (bytes, "blob"))
    }

    @Test func `what is null is told apart from what is empty`() throws {
        try connection.prepare("INSERT INTO kept (value) VALUES (?1), (?2), (?3)")
            .run(.null, .optional(nil as String?), .optional(nil as Int64?))
        let rows = try connection.prepare("SELECT value, typeof(value) FROM kept").all { row in
            #expect(row.optionalText(0) == nil)
            #expect(row.optionalInteger(0) == nil)
            #expect((row.text(0), row.integer(0)) == ("", 0))
            #expect(row.blob(0).isEmpty)
            return row.text(1)
        }
        #expect(rows == ["null", "null", "null"])
    }

    @Test func `the first row is read alone, and no row is none`() throws {
        try connection.execute("INSERT INTO kept (value) VALUES (1), (2)")
        let select = try connection.prepare("SELECT value FROM kept WHERE value > ?1 ORDER BY value")
        #expect(try select.first(.integer(0)) { $0.integer(0) } == 1)
        #expect(try select.first(.integer(2)) { $0.integer(0) } == nil)
        #expect(try select.all(.integer(0)) { $0.integer(0) } == [1, 2])
        #expect(try select.all(.integer(2)) { $0.integer(0) } == [])
    }

    @Test func `a statement that failed is good for another run`() throws {
        let insert = try connection.prepare("INSERT INTO kept (value) VALUES (?1)")
        try insert.run(.text("once"))
        for text in ["once", "poison", "once"] {
            #expect(throws: SQLiteError.self) { try insert.run(.text(text)) }
        }
        try insert.run(.text("twice"))
        #expect(try connection.prepare("SELECT count(*) FROM kept").first { $0.integer(0) } == 2)
    }

    @Test func `a reader that throws leaves the statement ready`() throws {
        struct Refusal: Error {}
        try connection.execute("INSERT INTO kept (value) VALUES (1), (2)")
        let select = try connection.prepare("SELECT value FROM kept ORDER BY value")
        #expect(throws: Refusal.self) { try select.all { _ in throw Refusal() } }
        #expect(throws: Refusal.self) { try select.first { _ in throw Refusal() } }
        #expect(try select.all { $0.integer(0) } == [1, 2])
        // A statement left standing on a row would hold a lock that this needs.
        try connection.execute("DROP TABLE kept")
    }

    @Test func `a value that is left out is not taken from the run before`() throws {
        let insert = try connection.prepare("INSERT INTO kept (id, value) VALUES (?1, ?2)")
        try insert.run(.integer(1), .text("secret"))
        for values in [[], [.integer(2)], [.integer(2), .null, .null]] as [[SQLiteValue]] {
            let error = #expect(throws: SQLiteError.self) {
                switch values.count {
                case 0: try insert.run()
                case 1: try insert.run(values[0])
                default: try insert.run(values[0], values[1], values[2])
                }
            }
            #expect(error?.message == "2 values expected, not \(values.count)")
        }
        #expect(try connection.prepare("SELECT count(*) FROM kept").first { $0.integer(0) } == 1)
    }

    @Test func `the rows that were changed are counted, and the last one's number is known`() throws {
        try connection.execute("INSERT INTO kept (id, value) VALUES (7, 1), (9, 2)")
        #expect(connection.lastInsertedRowID == 9)
        try connection.prepare("UPDATE kept SET value = value + ?1 WHERE id > ?2").run(
            .integer(10), .integer(7))
        #expect(connection.changedRows == 1)
        try connection.prepare("DELETE FROM kept").run()
        #expect(connection.changedRows == 2)
        try connection.prepare("DELETE FROM kept").run()
        #expect(connection.changedRows == 0)
    }
}
