import SQLite
import TemporaryFolders
import Testing

@Suite struct TransactionTests {
    private struct Refusal: Error {}

    private let folder: TemporaryFolder
    private let connection: Connection

    init() throws {
        folder = try TemporaryFolder()
        connection = try Connection(path: folder.file("t.sqlite"), access: .create)
        try connection.execute(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA foreign_keys = ON;
            CREATE TABLE kept (id INTEGER PRIMARY KEY, friend INTEGER REFERENCES kept DEFERRABLE INITIALLY DEFERRED) STRICT;
            """)
    }

    private func count() throws -> Int64? {
        try connection.prepare("SELECT count(*) FROM kept").first { $0.integer(0) }
    }

    @Test func `all of a transaction is done, and its result handed back`() throws {
        let result = try connection.transaction(writing: true) {
            try connection.execute("INSERT INTO kept (id) VALUES (1); INSERT INTO kept (id) VALUES (2)")
            return "done"
        }
        #expect(result == "done")
        #expect(try count() == 2)
    }

    @Test func `a trial hands back its result, and nothing of it is done`() throws {
        let found = try connection.transaction(writing: true, isTrial: true) {
            try connection.execute("INSERT INTO kept (id) VALUES (1)")
            return try count()
        }
        #expect(found == 1)
        #expect(try count() == 0)
        // The next one is not in it.
        try connection.transaction(writing: true) {
            try connection.execute("INSERT INTO kept (id) VALUES (2)")
        }
        #expect(try count() == 1)
    }

    @Test func `when its body throws nothing of it is done, and the error is the body's`() throws {
        #expect(throws: Refusal.self) {
            try connection.transaction(writing: true) {
                try connection.execute("INSERT INTO kept (id) VALUES (1)")
                throw Refusal()
            }
        }
        #expect(try count() == 0)
    }

    @Test func `when a statement fails nothing of it is done`() throws {
        let error = #expect(throws: SQLiteError.self) {
            try connection.transaction(writing: true) {
                try connection.execute("INSERT INTO kept (id) VALUES (1); INSERT INTO kept (id) VALUES (1)")
            }
        }
        #expect(error?.code == 1555)
        #expect(try count() == 0)
    }

    @Test func `when the commit fails nothing of it is done and the next one can begin`() throws {
        let error = #expect(throws: SQLiteError.self) {
            try connection.transaction(writing: true) {
                try connection.execute("INSERT INTO kept VALUES (1, 7)")
            }
        }
        #expect(error?.code == 787)
        try connection.transaction(writing: true) {
            try connection.execute("INSERT INTO kept (id) VALUES (2)")
        }
        #expect(try count() == 1)
    }

    @Test func `an error that rolled back by itself is still the one that is told`() throws {
        let error = #expect(throws: SQLiteError.self) {
            try connection.transaction(writing: true) {
                try connection.execute("INSERT INTO kept (id) VALUES (1)")
                try connection.execute("INSERT OR ROLLBACK INTO kept (id) VALUES (1)")
            }
        }
        #expect(error?.code == 1555)
        #expect(try count() == 0)
    }

    @Test func `a reading transaction sees one moment, whatever others commit meanwhile`() throws {
        let other = try Connection(path: folder.file("t.sqlite"), access: .readWrite)
        try connection.transaction(writing: false) {
            #expect(try count() == 0)
            try other.execute("INSERT INTO kept (id) VALUES (1)")
            #expect(try count() == 0)
        }
        #expect(try count() == 1)
    }

    @Test func `a writing transaction has the lock from its start`() throws {
        let other = try Connection(path: folder.file("t.sqlite"), access: .readWrite)
        other.waitWhenBusy(milliseconds: 0)
        try connection.transaction(writing: true) {
            let error = #expect(throws: SQLiteError.self) { try other.execute("BEGIN IMMEDIATE") }
            #expect(error?.primaryCode == 5)
        }
        try other.transaction(writing: true) {}
    }
}
