import Allocation
import Glibc
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
    /// Texts are the same here when Swift takes them for the same, whatever code points they are made of; what was kept
    /// has to be what was sent, so the spelling is compared once more.
    private var names: [String: (spelling: String, number: Int64)] = [:]
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
        if let known = names[name], known.spelling.isSpelled(like: name) {
            return .integer(known.number)
        }
        let number = try selectName.first(.text(name)) { $0.integer(0) } ?? insert(name)
        if names.count >= Self.capacity { names.removeAll() }
        names[name] = (name, number)
        return .integer(number)
    }

    mutating func number(of twin: TwinDocument?) throws -> SQLiteValue {
        guard let twin else { return .null }
        if let known = twins[twin.digest] { return .integer(known) }
        let number = try selectTwin.first(.blob(twin.digest.bytes)) { $0.integer(0) } ?? insert(twin)
        if twins.count >= Self.capacity { twins.removeAll() }
        twins[twin.digest] = number
        return .integer(number)
    }

    private func insert(_ name: String) throws -> Int64 {
        try insertName.run(.text(name))
        return connection.lastInsertedRowID
    }

    private func insert(_ twin: TwinDocument) throws -> Int64 {
        try insertTwin.run(.blob(twin.digest.bytes), .text(String(decoding: twin.json, as: UTF8.self)))
        return connection.lastInsertedRowID
    }
}

extension String {
    /// Whether the two are the same bytes of UTF-8.
    fileprivate func isSpelled(like other: String) -> Bool {
        let (text, other) = (utf8.span, other.utf8.span)
        guard text.count == other.count else { return false }
        return text.withUnsafeBytes { one in
            other.withUnsafeBytes { two in
                guard let start = one.baseAddress, let other = two.baseAddress else { return true }
                return memcmp(start, other, one.count) == 0
            }
        }
    }
}
