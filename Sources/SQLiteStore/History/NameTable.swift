import Allocation
import SQLite

/// Gives the words, twins and lists of hubs of the history their numbers, adding those that are new.
///
/// The numbers are remembered, for the same few come again and again. They are only good once the transaction
/// that added them is committed: after a roll-back the memory must be dropped.
struct NameTable {
    /// So many are remembered at most; beyond that the memory starts anew and the table is asked again.
    private static let capacity = 10_000

    private let selectTwin: Statement
    private let insertTwin: Statement
    private let connection: Connection
    private var names: NumberedTexts
    private var hubLists: NumberedTexts
    private var twins: [SHA256Digest: Int64] = [:]
    private var lastHubs: (hubs: [String], text: String)?

    init(on connection: Connection) throws {
        self.connection = connection
        names = try NumberedTexts(
            on: connection, select: "SELECT name_id FROM names WHERE name = ?1",
            insert: "INSERT INTO names (name) VALUES (?1)")
        hubLists = try NumberedTexts(
            on: connection, select: "SELECT linked_hubs_id FROM linked_hub_lists WHERE hubs = ?1",
            insert: "INSERT INTO linked_hub_lists (hubs) VALUES (?1)")
        selectTwin = try connection.prepare("SELECT twin_id FROM twins WHERE sha256 = ?1")
        insertTwin = try connection.prepare("INSERT INTO twins (sha256, document) VALUES (?1, ?2)")
    }

    mutating func forgetAll() {
        names.forgetAll()
        hubLists.forgetAll()
        twins.removeAll()
    }

    /// The text under which a list of hubs is kept. An enrollment's requests all have the same one, so the last is at hand.
    mutating func text(ofLinkedHubs hubs: [String]) -> String {
        if let lastHubs, lastHubs.hubs.elementsEqual(hubs, by: { $0.isSpelled(like: $1) }) {
            return lastHubs.text
        }
        let text = String(decoding: JSONValue.array(hubs.map(JSONValue.string)).serialized(), as: UTF8.self)
        lastHubs = (hubs, text)
        return text
    }

    mutating func numbers(of words: AssignmentWords) throws -> WordNumbers {
        WordNumbers(
            reason: try number(of: words.reason), division: try number(of: words.division),
            hub: try number(of: words.hub), previousHub: try number(of: words.previousHub),
            enrollmentKind: try number(of: words.enrollmentKind),
            enrollment: try number(of: words.enrollment),
            attestation: try number(of: words.attestation),
            linkedHubs: try words.linkedHubs.map { try hubLists.number(of: $0) } ?? 0)
    }

    private mutating func number(of name: String?) throws -> Int64 {
        guard let name else { return 0 }
        return try names.number(of: name)
    }

    mutating func number(of twin: TwinDocument?) throws -> SQLiteValue {
        guard let twin else { return .null }
        if let known = twins[twin.digest] { return .integer(known) }
        let number = try selectTwin.first(.blob(twin.digest.bytes)) { $0.integer(0) } ?? insert(twin)
        if twins.count >= Self.capacity { twins.removeAll() }
        twins[twin.digest] = number
        return .integer(number)
    }

    private func insert(_ twin: TwinDocument) throws -> Int64 {
        try insertTwin.run(.blob(twin.digest.bytes), .text(String(decoding: twin.json, as: UTF8.self)))
        return connection.lastInsertedRowID
    }
}
