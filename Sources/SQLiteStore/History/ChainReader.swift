import Allocation
import SQLite

/// Reads what the history's chain is made of, on a connection inside a transaction.
struct ChainReader {
    /// A row and the link that it has.
    typealias Linked = (assignment: ChainedAssignment, link: SHA256Digest?)

    /// So many words are remembered at most; beyond that the memory starts anew.
    private static let mostWords = 10_000

    private let selectRows: Statement
    private let selectFirst: Statement
    private let selectStray: Statement
    private let selectCuts: Statement
    private let selectEvent: Statement
    private let selectEventsBehind: Statement
    private let selectEventBefore: Statement
    private let selectLink: Statement
    private let selectPruned: Statement
    private let selectName: Statement
    private let selectHubs: Statement
    private let selectTwin: Statement
    private var words = WordDigests()
    private var names: [Int64: String] = [:]
    private var twins: [Int64: SHA256Digest] = [:]

    init(on connection: Connection) throws {
        selectRows = try connection.prepare(
            """
            SELECT assignment_id, decided_at, request_id, registration_id, reason_id, device_revision, rule_id, policy_revision,
                   division_id, hub_id, previous_hub_id, enrollment_kind_id, enrollment_id, attestation_id, twin_id, linked_hubs_id,
                   link
              FROM assignments
             WHERE assignment_id BETWEEN ?1 AND ?2
             ORDER BY assignment_id
            """)
        selectFirst = try connection.prepare(
            """
            SELECT min(id)
              FROM (SELECT min(assignment_id) AS id FROM assignments WHERE assignment_id > ?1
                    UNION ALL
                    SELECT min(last_assignment_id) FROM cuts WHERE last_assignment_id > ?1)
            """)
        selectStray = try connection.prepare(
            "SELECT min(assignment_id) FROM assignments WHERE assignment_id < 1")
        selectCuts = try connection.prepare(
            """
            SELECT first_assignment_id, last_assignment_id, link
              FROM cuts
             WHERE last_assignment_id BETWEEN ?1 AND ?2
             ORDER BY last_assignment_id
            """)
        selectEvent = try connection.prepare(
            """
            SELECT event_id, assignment_id, happened_at, kind, detail, link
              FROM events
             WHERE event_id > ?1
             ORDER BY event_id
             LIMIT 1
            """)
        selectEventsBehind = try connection.prepare(
            """
            SELECT event_id, assignment_id, happened_at, kind, detail, link
              FROM events
             WHERE assignment_id BETWEEN ?1 AND ?2
             ORDER BY assignment_id, event_id
            """)
        selectEventBefore = try connection.prepare(
            """
            SELECT event_id, assignment_id, link
              FROM events
             WHERE assignment_id < ?1
             ORDER BY assignment_id DESC, event_id DESC
             LIMIT 1
            """)
        selectLink = try connection.prepare(
            """
            SELECT link FROM assignments WHERE assignment_id = ?1
            UNION ALL
            SELECT link FROM cuts WHERE last_assignment_id = ?1
            """)
        selectPruned = try connection.prepare(
            "SELECT event_id, detail FROM events WHERE event_id > ?1 AND kind = ?2 ORDER BY event_id")
        selectName = try connection.prepare("SELECT name FROM names WHERE name_id = ?1")
        selectHubs = try connection.prepare("SELECT hubs FROM linked_hub_lists WHERE linked_hubs_id = ?1")
        selectTwin = try connection.prepare("SELECT sha256, document FROM twins WHERE twin_id = ?1")
    }

    /// Begins to read the rows of a range, in order.
    func begin(_ range: ClosedRange<Int64>) throws {
        try selectRows.begin([.integer(range.lowerBound), .integer(range.upperBound)])
    }

    /// The next row of the range; `nil` at its end, behind which there must be no further call.
    mutating func nextRow() throws -> Linked? {
        try selectRows.next { try linked($0) }
    }

    /// The number of the first row, or last one of a cut, behind a number; `nil` when there is none.
    func firstAssignment(after id: Int64) throws -> Int64? {
        try selectFirst.first(.integer(id)) { $0.optionalInteger(0) } ?? nil
    }

    /// The number of a row before the first that there can be.
    func assignmentBeforeFirst() throws -> Int64? {
        try selectStray.first { $0.optionalInteger(0) } ?? nil
    }

    /// The runs of missing rows in a range, in order; no run leaves its block.
    func cuts(_ range: ClosedRange<Int64>) throws -> [HistoryCut] {
        try selectCuts.all(.integer(range.lowerBound), .integer(range.upperBound)) { row in
            HistoryCut(
                first: row.integer(0), last: row.integer(1),
                link: SHA256Digest(bytes: row.blob(2)) ?? .beforeChain)
        }
    }

    /// The event with the next number, and its link.
    func event(after id: Int64) throws -> (event: HistoryEvent, link: SHA256Digest)? {
        try selectEvent.first(.integer(id), read: Self.event)
    }

    /// The events behind the rows of a range.
    func events(behind range: ClosedRange<Int64>) throws -> [(event: HistoryEvent, link: SHA256Digest)] {
        try selectEventsBehind.all(
            .integer(range.lowerBound), .integer(range.upperBound), read: Self.event)
    }

    /// The last event before a row.
    func event(before id: Int64) throws -> (id: Int64, behind: Int64, link: SHA256Digest)? {
        try selectEventBefore.first(.integer(id)) { row in
            (row.integer(0), row.integer(1), SHA256Digest(bytes: row.blob(2)) ?? .beforeChain)
        }
    }

    /// The link of a row, which may have been taken away.
    func link(of id: Int64) throws -> SHA256Digest? {
        try selectLink.first(.integer(id)) { $0.fourWords(0).map { SHA256Digest(words: $0) } } ?? nil
    }

    private static func event(from row: Row) -> (event: HistoryEvent, link: SHA256Digest) {
        let event = HistoryEvent(
            id: row.integer(0), assignmentID: row.integer(1),
            happenedAt: Timestamp(milliseconds: row.integer(2)), kind: row.text(3), detail: row.text(4))
        return (event, SHA256Digest(bytes: row.blob(5)) ?? .beforeChain)
    }

    /// What the events behind one say of pruned blocks, in order; and the number of the last of them.
    func prunedBlocks(after id: Int64) throws -> (last: Int64, blocks: [(event: Int64, block: PrunedBlock)]) {
        var last = id
        let blocks = try selectPruned.all(.integer(id), .text(HistoryEvent.Kind.pruned.rawValue)) { row in
            last = row.integer(0)
            return PrunedBlock(detail: row.text(1)).map { (event: last, block: $0) }
        }
        return (last, blocks.compactMap { $0 })
    }

    private mutating func linked(_ row: Row) throws -> Linked {
        let id = row.integer(0)
        guard let requestID = row.twoWords(2) else {
            throw HistoryFault(.changed, at: .assignment(id), "assignment \(id) has no request's ID")
        }
        let numbers = WordNumbers(
            reason: try Self.wordNumber(4, of: row), division: try Self.wordNumber(8, of: row),
            hub: try Self.wordNumber(9, of: row), previousHub: try Self.wordNumber(10, of: row),
            enrollmentKind: try Self.wordNumber(11, of: row), enrollment: try Self.wordNumber(12, of: row),
            attestation: try Self.wordNumber(13, of: row), linkedHubs: try Self.wordNumber(15, of: row))
        let twin = row.optionalInteger(14)
        let assignment = ChainedAssignment(
            id: id,
            decidedAt: Timestamp(milliseconds: row.integer(1)),
            requestID: RequestID(high: requestID.0, low: requestID.1),
            registrationID: row.optionalText(3),
            deviceRevision: row.optionalInteger(5),
            ruleID: row.optionalInteger(6),
            policyRevision: row.optionalInteger(7),
            words: try digest(of: numbers, in: id),
            twin: try twin.map { try digest(ofTwin: $0, in: id) }
        )
        return (assignment, row.fourWords(16).map { SHA256Digest(words: $0) })
    }

    /// The number of a word; 0 when there is none. A 0 in the row itself would be taken for none here, and for a word by whoever
    /// reads the history.
    private static func wordNumber(_ column: Int32, of row: Row) throws -> Int64 {
        guard let number = row.optionalInteger(column) else { return 0 }
        guard number > 0 else { throw missingWord(in: row.integer(0)) }
        return number
    }

    private static func missingWord(in id: Int64) -> HistoryFault {
        HistoryFault(
            .changed, at: .assignment(id),
            "assignment \(id) was changed after it was written, or a name or list of hubs that it uses is gone"
        )
    }

    private mutating func digest(of numbers: WordNumbers, in id: Int64) throws -> SHA256Digest {
        if let known = words[numbers] { return known }
        let kept = AssignmentWords(
            reason: try name(numbers.reason, in: id), division: try name(numbers.division, in: id),
            hub: try name(numbers.hub, in: id), previousHub: try name(numbers.previousHub, in: id),
            enrollmentKind: try name(numbers.enrollmentKind, in: id),
            enrollment: try name(numbers.enrollment, in: id),
            attestation: try name(numbers.attestation, in: id),
            linkedHubs: try hubs(numbers.linkedHubs, in: id))
        return words.add(kept, under: numbers)
    }

    private func hubs(_ number: Int64, in id: Int64) throws -> String? {
        guard number != 0 else { return nil }
        guard let hubs = try selectHubs.first(.integer(number), read: { $0.text(0) }) else {
            throw Self.missingWord(in: id)
        }
        return hubs
    }

    private mutating func name(_ number: Int64, in id: Int64) throws -> String? {
        guard number != 0 else { return nil }
        if let known = names[number] { return known }
        guard let name = try selectName.first(.integer(number), read: { $0.text(0) }) else {
            throw Self.missingWord(in: id)
        }
        if names.count >= Self.mostWords { names.removeAll(keepingCapacity: true) }
        names[number] = name
        return name
    }

    private mutating func digest(ofTwin number: Int64, in id: Int64) throws -> SHA256Digest {
        if let known = twins[number] { return known }
        let found = try selectTwin.first(.integer(number)) { row in
            (digest: SHA256Digest(bytes: row.blob(0)), document: SHA256.hash(Array(row.text(1).utf8)))
        }
        guard let found, let digest = found.digest, digest == found.document else {
            throw HistoryFault(
                .changed, at: .assignment(id),
                "assignment \(id) sent another twin than the one that is kept: its text does not have its digest"
            )
        }
        if twins.count >= Self.mostWords { twins.removeAll(keepingCapacity: true) }
        twins[number] = digest
        return digest
    }
}
