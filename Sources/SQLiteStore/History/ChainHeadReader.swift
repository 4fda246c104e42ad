import Allocation
import SQLite

/// Reads the end of the chain, and writes events to it.
struct ChainHeadReader {
    private let selectAssignment: Statement
    private let selectEvent: Statement
    private let selectClockStep: Statement
    private let insertEvent: Statement

    init(on connection: Connection) throws {
        selectAssignment = try connection.prepare(
            "SELECT assignment_id, decided_at, link FROM assignments ORDER BY assignment_id DESC LIMIT 1")
        selectEvent = try connection.prepare(
            "SELECT event_id, assignment_id, happened_at, link FROM events ORDER BY event_id DESC LIMIT 1")
        selectClockStep = try connection.prepare(
            "SELECT happened_at FROM events WHERE kind = ?1 ORDER BY event_id DESC LIMIT 1")
        insertEvent = try connection.prepare(
            """
            INSERT INTO events (event_id, assignment_id, happened_at, kind, detail, link)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """)
    }

    /// Inside a transaction. Read anew in each, so that whatever another process or connection wrote is built upon.
    func head() throws -> ChainHead {
        let assignment = try selectAssignment.first { row in
            (id: row.integer(0), at: row.integer(1), link: SHA256Digest(bytes: row.blob(2)))
        }
        let event = try selectEvent.first { row in
            (
                id: row.integer(0), behind: row.integer(1), at: row.integer(2),
                link: SHA256Digest(bytes: row.blob(3))
            )
        }
        let last = assignment?.id ?? 0
        let link = event.flatMap { $0.behind >= last ? $0.link : nil } ?? assignment?.link
        let decidedAt = Timestamp(milliseconds: assignment?.at ?? .min)
        return ChainHead(
            assignmentID: last, decidedAt: decidedAt, eventID: event?.id ?? 0,
            time: max(decidedAt, Timestamp(milliseconds: event?.at ?? .min)), link: link ?? .beforeChain)
    }

    /// The time in the history at which a step of the clock was noted last.
    func clockStepTime() throws -> Timestamp? {
        try selectClockStep.first(.text(HistoryEvent.Kind.clockStepped.rawValue)) {
            Timestamp(milliseconds: $0.integer(0))
        }
    }

    /// Notes an event at the end of the chain.
    func note(
        _ kind: HistoryEvent.Kind, at now: Timestamp, detail: JSONValue, on head: inout ChainHead
    ) throws {
        let text = String(decoding: detail.serialized(), as: UTF8.self)
        let (event, link) = head.addEvent(kind, at: now, detail: text)
        try insertEvent.run(
            .integer(event.id), .integer(event.assignmentID), .integer(event.happenedAt.milliseconds),
            .text(event.kind), .text(event.detail), .blob(link.bytes))
    }
}
