package import Allocation
import SQLite
import Synchronization

/// Two connections that several callers share, one caller at a time each: for work that is not on the path of a decision. One of
/// them writes, and may have to wait for somebody else who does; the other one only reads, and never waits for either
/// (sqlite.org/wal.html, "Concurrency").
///
/// Unchecked: the lock of a connection is held whenever it is used.
package final class SerializedConnection: @unchecked Sendable {
    private let writing = Mutex(())
    private let reading = Mutex(())
    private let writer: Connection
    private let reader: Connection
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
        writer = try StoreError.translating { try Connection.open(schema, in: directory) }
        reader = try StoreError.translating {
            try Connection.open(schema, in: directory, onlyQueries: true)
        }
        self.schema = schema
        self.directory = directory
    }

    /// Another connection to the same database, which can only read, for what takes long and must not keep others waiting.
    func openReader() throws -> Connection {
        try Connection.open(schema, in: directory, onlyQueries: true)
    }

    func read<Result: Sendable>(_ body: (Connection) throws -> Result) throws(StoreError) -> Result {
        try StoreError.translating {
            try reading.withLock { _ in try reader.transaction(writing: false) { try body(reader) } }
        }
    }

    func write<Result: Sendable>(_ body: (Connection) throws -> Result) throws(StoreError) -> Result {
        try StoreError.translating {
            try writing.withLock { _ in
                try writer.transaction(writing: true, isTrial: isTrial) { try body(writer) }
            }
        }
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
}
