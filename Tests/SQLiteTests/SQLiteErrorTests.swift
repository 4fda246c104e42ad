import SQLite
import TemporaryFolders
import Testing

@Suite struct SQLiteErrorTests {
    private let folder: TemporaryFolder
    private let connection: Connection

    init() throws {
        folder = try TemporaryFolder()
        connection = try Connection(path: folder.file("errors.sqlite"), access: .create)
        try connection.execute(
            """
            PRAGMA foreign_keys = ON;
            CREATE TABLE parents (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE CHECK (name <> '')) STRICT;
            CREATE TABLE children (name TEXT PRIMARY KEY, parent INTEGER REFERENCES parents) STRICT, WITHOUT ROWID;
            CREATE TRIGGER closed BEFORE DELETE ON parents BEGIN SELECT RAISE(ABORT, 'closed'); END;
            INSERT INTO parents VALUES (1, 'one');
            INSERT INTO children VALUES ('a', 1);
            """)
    }

    /// The extended codes of sqlite.org/rescode.html.
    @Test(arguments: [
        ("INSERT INTO parents VALUES (2, 'one')", 2067, true, true),
        ("INSERT INTO parents VALUES (1, 'two')", 1555, true, true),
        ("INSERT INTO children VALUES ('a', 1)", 1555, true, true),
        ("INSERT INTO parents VALUES (2, '')", 275, true, false),
        ("INSERT INTO parents VALUES (2, NULL)", 1299, true, false),
        ("INSERT INTO children VALUES ('b', 7)", 787, true, false),
        ("INSERT INTO children VALUES ('b', 'seven')", 3091, true, false),
        ("DELETE FROM parents", 1811, true, false),
        ("SELECT nothing FROM parents", 1, false, false),
        ("", 21, false, false),
    ])
    func `a failure has its extended code, and says whose fault it is`(
        sql: String, code: Int32, isConstraint: Bool, isDuplicate: Bool
    ) throws {
        let error = #expect(throws: SQLiteError.self) { try connection.prepare(sql).run() }
        let failure = try #require(error)
        #expect(failure.code == code)
        #expect(failure.primaryCode == code & 0xFF)
        #expect(failure.isConstraintViolation == isConstraint)
        #expect(failure.isDuplicate == isDuplicate)
        #expect(failure.sql == sql)
    }

    @Test func `the message is SQLite's own and the values stay out of it`() throws {
        let insert = try connection.prepare("INSERT INTO parents (name) VALUES (?1)")
        try insert.run(.text("secret"))
        let error = #expect(throws: SQLiteError.self) { try insert.run(.text("secret")) }
        #expect(
            try #require(error).description
                == "SQLite error 2067: UNIQUE constraint failed: parents.name in: INSERT INTO parents (name) VALUES (?1)"
        )
    }

    @Test func `a file that is not there is not made unless it should be`() throws {
        let path = folder.file("missing.sqlite")
        for access in [Connection.Access.readOnly, .readWrite] {
            let error = #expect(throws: SQLiteError.self) { try Connection(path: path, access: access) }
            #expect(error?.primaryCode == 14)
            #expect(error?.message.hasPrefix(path) == true)
        }
        _ = try Connection(path: path, access: .create)
    }

    @Test func `a connection for reading alone refuses to write`() throws {
        let reader = try Connection(path: folder.file("errors.sqlite"), access: .readOnly)
        #expect(try reader.prepare("SELECT name FROM parents").first { $0.text(0) } == "one")
        let error = #expect(throws: SQLiteError.self) { try reader.execute("DELETE FROM children") }
        #expect(error?.primaryCode == 8)
        #expect(try connection.prepare("SELECT count(*) FROM children").first { $0.integer(0) } == 1)
    }

    @Test func `a lock that is held too long is an error of the busy kind`() throws {
        let other = try Connection(path: folder.file("errors.sqlite"), access: .readWrite)
        other.waitWhenBusy(milliseconds: 0)
        try connection.execute("BEGIN IMMEDIATE")
        let error = #expect(throws: SQLiteError.self) {
            try other.execute("INSERT INTO parents VALUES (3, 'three')")
        }
        #expect(error?.primaryCode == 5)
        #expect(error?.isConstraintViolation == false)
        try connection.execute("COMMIT")
        try other.execute("INSERT INTO parents VALUES (3, 'three')")
    }
}
