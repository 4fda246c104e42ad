import Allocation
import SQLite

/// The database of one plan: every row of the file with its verdict, and, where something is to be written, the columns to write.
/// So to apply it needs no look at the file, and no more than a few statements.
enum ImportSpool {
    /// Another number when the tables change: plans are short-lived, and those of another program are not read.
    private static let version = 2

    private static let schema = """
        CREATE TABLE plan (
            source   TEXT,
            made_at  INTEGER NOT NULL,
            made_by  TEXT NOT NULL,
            message  TEXT
        ) STRICT;

        CREATE TABLE verdicts (
            verdict TEXT PRIMARY KEY,
            count   INTEGER NOT NULL
        ) STRICT;

        -- As the plan found them.
        CREATE TABLE divisions (
            division_id INTEGER PRIMARY KEY,
            name        TEXT NOT NULL,
            twin        TEXT
        ) STRICT;

        -- revision is the device's as the plan found it, NULL where it was not there. before and after are what the change log keeps.
        CREATE TABLE rows (
            row_number      INTEGER PRIMARY KEY,
            line            INTEGER NOT NULL,
            registration_id TEXT NOT NULL COLLATE NOCASE,
            verdict         TEXT NOT NULL,
            revision        INTEGER,
            division_id     INTEGER,
            status          TEXT,
            status_reason   TEXT,
            held_until      INTEGER,
            pinned_hub      TEXT,
            twin            TEXT,
            payload         TEXT,
            labels          TEXT,
            note            TEXT,
            before          TEXT,
            after           TEXT,
            differences     TEXT,
            faults          TEXT
        ) STRICT;
        """

    /// Makes an empty one.
    ///
    /// - Throws: `SQLiteError` when there is one, or no room for it.
    static func create(
        _ heading: ImportHeading, divisions: [(id: Int64, name: String, twin: String?)], at path: String
    ) throws -> Connection {
        let connection = try Connection(path: path, access: .create)
        // A plan that was cut short is thrown away whole: no journal, and one synchronisation at its end.
        try connection.execute(
            """
            PRAGMA page_size = 32768;
            PRAGMA journal_mode = OFF;
            PRAGMA synchronous = OFF;
            PRAGMA user_version = \(version);
            \(schema)
            """)
        try connection.prepare(
            "INSERT INTO plan (source, made_at, made_by, message) VALUES (?1, ?2, ?3, ?4)"
        ).run(
            .optional(heading.source), .integer(heading.context.time.milliseconds),
            .text(heading.context.actor), .optional(heading.context.message))
        let insert = try connection.prepare(
            "INSERT INTO divisions (division_id, name, twin) VALUES (?1, ?2, ?3)")
        for division in divisions {
            try insert.run(.integer(division.id), .text(division.name), .optional(division.twin))
        }
        return connection
    }

    /// Ends it: finds the devices that stand in the file more than once, and keeps the counts.
    ///
    /// - Parameters:
    ///   - connection: to the plan.
    ///   - counts: of the rows as they were added.
    /// - Returns: the counts with what was found now.
    /// - Throws: `SQLiteError` when there is no room for it.
    static func finish(_ connection: Connection, counts: ImportCounts) throws -> ImportCounts {
        var counts = counts
        // Made when all rows are there: sorting them once costs less than finding a place for each. Rows without an ID are
        // not among the repeated ones.
        do throws(SQLiteError) {
            try connection.execute(
                "CREATE UNIQUE INDEX rows_by_registration_id ON rows (registration_id) WHERE registration_id <> ''"
            )
        } catch {
            guard error.isDuplicate else { throw error }
            try connection.execute(markDuplicates)
            counts = ImportCounts(
                try connection.prepare("SELECT verdict, count(*) FROM rows GROUP BY verdict").all(
                    read: Self.count))
        }
        let insert = try connection.prepare("INSERT INTO verdicts (verdict, count) VALUES (?1, ?2)")
        for verdict in ImportVerdict.allCases {
            try insert.run(.text(verdict.rawValue), .integer(counts[verdict]))
        }
        return counts
    }

    /// A plan with such rows is never applied, and so needs no index any more.
    private static let markDuplicates = """
            CREATE INDEX rows_by_repeated_id ON rows (registration_id);

            UPDATE rows
               SET verdict     = 'duplicated',
                   differences = NULL,
                   faults      = json_array(json_object('column', 'registrationId', 'detail',
                                     printf('stands in the file %d times, first on line %d', repeated.times, repeated.first)))
              FROM (SELECT registration_id AS id, count(*) AS times, min(line) AS first
                      FROM rows
                     WHERE registration_id <> ''
                     GROUP BY registration_id
                    HAVING count(*) > 1) AS repeated
             WHERE rows.registration_id = repeated.id
               AND rows.verdict <> 'invalid';
        """

    /// Opens one that is whole, to read it; `nil` for one of another program.
    static func open(at path: String) throws -> Connection? {
        let connection = try Connection(path: path, access: .readOnly)
        let found = try connection.prepare("PRAGMA user_version").first { $0.integer(0) }
        return found == Int64(version) ? connection : nil
    }

    static func counts(in connection: Connection) throws -> ImportCounts {
        ImportCounts(try connection.prepare("SELECT verdict, count FROM verdicts").all(read: Self.count))
    }

    private static func count(from row: Row) throws -> (ImportVerdict, Int64) {
        guard let verdict = ImportVerdict(rawValue: row.text(0)) else {
            throw StoreError.inconsistent("a plan has the verdict \(row.text(0))")
        }
        return (verdict, row.integer(1))
    }

    static func heading(_ id: RequestID, in connection: Connection) throws -> ImportHeading? {
        try connection.prepare("SELECT source, made_at, made_by, message FROM plan").first { row in
            ImportHeading(
                id: id, source: row.optionalText(0),
                context: ChangeContext(
                    actor: row.text(2), at: Timestamp(milliseconds: row.integer(1)),
                    message: row.optionalText(3)))
        }
    }
}
