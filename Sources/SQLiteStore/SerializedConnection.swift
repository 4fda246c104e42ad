package import Allocation
import SQLite
import Synchronization

/// One connection that several callers share, one at a time: for work that is not on the path of a decision.
///
/// Unchecked: the lock is held whenever the connection is used.
package final class SerializedConnection: @unchecked Sendable {
    private let lock = Mutex(())
    private let connection: Connection

    /// - Throws: `StoreError.unavailable` when the database cannot be opened, `.refused` when its schema is
    ///   not this program's.
    package init(to schema: Schema, in directory: DataDirectory) throws(StoreError) {
        connection = try StoreError.translating { try Connection.open(schema, in: directory) }
    }

    func read<Result: Sendable>(_ body: (Connection) throws -> Result) throws(StoreError) -> Result {
        try use(writing: false, body)
    }

    func write<Result: Sendable>(_ body: (Connection) throws -> Result) throws(StoreError) -> Result {
        try use(writing: true, body)
    }

    private func use<Result: Sendable>(
        writing: Bool, _ body: (Connection) throws -> Result
    ) throws(StoreError) -> Result {
        try StoreError.translating {
            try lock.withLock { _ in
                try connection.transaction(writing: writing) { try body(connection) }
            }
        }
    }
}
