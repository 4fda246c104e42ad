import Allocation
import SQLite

/// Gives the words and twins of the history their numbers, adding those that are new.
///
/// The numbers are remembered, for the same few come again and again. They are only good once the transaction
/// that added them is committed: after a roll-back the memory must be dropped.
struct NameTable {
    /// So many are remembered at most; beyond that the memory starts anew and the table is asked again.
    private static let capacity = 10_000

    private let selectName: Statement
    private let insertName: Statement
    private let selectTwin: Statement
    private let insertTwin: Statement
    private let connection: Connection
    private var names: [String: Int64] = [:]
    private var twins: [SHA256Digest: Int64] = [:]

    init(on connection: Connection) throws {
        self.connection = connection
        selectName = try connection.prepare("SELECT name_id FROM names WHERE name = ?1")
        insertName = try connection.prepare("INSERT INTO names (name) VALUES (?1)")
        selectTwin = try connection.prepare("SELECT twin_id FROM twins WHERE sha256 = ?1")
        insertTwin = try connection.prepare("INSERT INTO twins (sha256, document) VALUES (?1, ?2)")
    }

    mutating func forgetAll() {
        names.removeAll()
        twins.removeAll()
    }

    mutating func number(of name: String?) throws -> SQLiteValue {
        guard let name else { return .null }
        if let known = names[name] { return .integer(known) }
        var number = try selectName.first(.text(name)) { $0.integer(0) }
        if number == nil {
            try insertName.run(.text(name))
            number = connection.lastInsertedRowID
        }
        if names.count >= Self.capacity { names.removeAll() }
        names[name] = number
        return .optional(number)
    }

    mutating func number(of twin: TwinDocument?) throws -> SQLiteValue {
        guard let twin else { return .null }
        if let known = twins[twin.digest] { return .integer(known) }
        var number = try selectTwin.first(.blob(twin.digest.bytes)) { $0.integer(0) }
        if number == nil {
            try insertTwin.run(.blob(twin.digest.bytes), .text(String(decoding: twin.json, as: UTF8.self)))
            number = connection.lastInsertedRowID
        }
        if twins.count >= Self.capacity { twins.removeAll() }
        twins[twin.digest] = number
        return .optional(number)
    }
}
