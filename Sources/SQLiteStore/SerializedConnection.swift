package import Allocation
import SQLite
import Synchronization

/// One connection that several callers share, one at a time: for work that is not on the path of a decision.
///
/// Unchecked: the lock is held whenever the connection is used.
package final class SerializedConnection: @unchecked Sendable {
    private let lock = Mutex(())
    private let connection: Connection
    let isTrial: Bool
    private let schema: Schema
    private let directory: DataDirectory

    /// - Parameters:
    ///   - schema: which of the databases.
    ///   - directory: where it is.
    ///   - isTrial: takes back what a call has written before it returns, so that it tells what it would do, or why it would
    ///     be refused, and nothing is done.
    /// - Throws: `StoreError.unavailable` when the database cannot be opened, `.refused` when its schema is
    ///   not this program's.
    package init(
        to schema: Schema, in directory: DataDirectory, isTrial: Bool = false
    ) throws(StoreError) {
        self.isTrial = isTrial
        connection = try StoreError.translating { try Connection.open(schema, in: directory) }
        self.schema = schema
        self.directory = directory
    }

    /// Another connection to the same database, which can only read, for what takes long and must not keep others waiting.
    func openReader() throws -> Connection {
        try Connection.open(schema, in: directory, onlyQueries: true)
    }

    func read<Result: Sendable>(_ body: (Connection) throws -> Result) throws(StoreError) -> Result {
        try use(writing: false, body)
    }

    func write<Result: Sendable>(_ body: (Connection) throws -> Result) throws(StoreError) -> Result {
        try use(writing: true, body)
    }

    /// Changes the inventory and writes what was changed to the change log, in one transaction.
    ///
    /// - Parameters:
    ///   - context: who, when and why.
    ///   - origin: what the change set comes of.
    ///   - body: makes the changes, and records each.
    /// - Returns: what `body` returns.
    /// - Throws: the `ChangeRefusal` that `body` throws, or that the store cannot be written.
    func change<Result: Sendable>(
        in context: ChangeContext, from origin: ChangeOrigin = .editing,
        _ body: (Connection, inout ChangeLogWriter) throws -> Result
    ) throws(ChangeRefusal) -> Result {
        // A refusal takes the transaction back as an error does, and passes through the translation of errors as a value.
        var refusal: ChangeRefusal?
        do throws(StoreError) {
            return try write { connection in
                do {
                    var log = try ChangeLogWriter(on: connection, in: context, from: origin)
                    let result = try body(connection, &log)
                    try log.finish()
                    return result
                } catch let error as ChangeRefusal {
                    refusal = error
                    throw error
                }
            }
        } catch {
            throw refusal ?? .store(error)
        }
    }

    private func use<Result: Sendable>(
        writing: Bool, _ body: (Connection) throws -> Result
    ) throws(StoreError) -> Result {
        try StoreError.translating {
            try lock.withLock { _ in
                try connection.transaction(writing: writing, isTrial: writing && isTrial) {
                    try body(connection)
                }
            }
        }
    }
}
