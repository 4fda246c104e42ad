import Allocation
import SQLite
import SQLiteStore
import TemporaryFolders

/// A data directory of one test's own.
///
/// It goes with its last holder, so a suite keeps it in a property for as long as its test has connections.
struct StoreFolder: Sendable {
    let directory: DataDirectory

    private let folder: TemporaryFolder

    /// Makes the folder.
    ///
    /// - Parameter isMigrated: whether both databases are there, with the newest schema.
    /// - Throws: what the file system or the migrator does.
    init(isMigrated: Bool = true) throws {
        folder = try TemporaryFolder()
        directory = DataDirectory(path: folder.path)
        guard isMigrated else { return }
        for schema in Schema.allCases {
            _ = try Migrator(schema, in: directory).migrate(at: Timestamp(milliseconds: 0))
        }
    }

    /// A connection as another process has it, with none of the store's settings.
    func connect(to schema: Schema) throws -> Connection {
        try Connection(path: schema.path(in: directory), access: .create)
    }
}

extension Connection {
    /// The integer that a query yields in its one row and column.
    func integer(_ sql: String) throws -> Int64? {
        try prepare(sql).first { $0.integer(0) }
    }

    /// The texts that a query yields in its one column.
    func texts(_ sql: String) throws -> [String] {
        try prepare(sql).all { $0.text(0) }
    }
}
