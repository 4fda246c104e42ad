import Allocation
import SQLite

/// Which rows of the history a sweep reads.
struct SweepRange {
    let first: Int64
    let last: SightingProgress

    /// Only devices behind this one; the empty ID before all.
    let registrationID: String

    /// What was folded before was of another history, or nothing was.
    let isBeginning: Bool

    /// There are rows behind the range.
    let hasMore: Bool

    var rows: ClosedRange<Int64> { first...last.assignmentID }

    /// The first row behind ?1; there may be a gap before it.
    static let firstQuery = """
        SELECT assignment_id
          FROM assignments
         WHERE assignment_id > ?1
         ORDER BY assignment_id
         LIMIT 1
        """

    /// The last row from ?1 to ?2.
    static let lastQuery = """
        SELECT assignment_id, request_id, decided_at
          FROM assignments
         WHERE assignment_id >= ?1 AND assignment_id <= ?2
         ORDER BY assignment_id DESC
         LIMIT 1
        """

    /// Whether there is a row before ?1.
    static let earlierQuery = "SELECT 1 FROM assignments WHERE assignment_id < ?1 LIMIT 1"

    /// `nil` when there is nothing to read.
    ///
    /// - Parameters:
    ///   - state: how far the history was folded.
    ///   - history: inside a transaction.
    ///   - count: how many rows at most, from 1.
    /// - Throws: `SQLiteError` when the history cannot be read.
    init?(behind state: SweepState, in history: Connection, atMost count: Int) throws {
        let selectFirst = try history.prepare(Self.firstQuery)
        let selectLast = try history.prepare(Self.lastQuery)
        if let unfinished = state.unfinished,
            let end = try Self.row(unfinished.rows.upperBound, in: history),
            end.requestID == unfinished.lastRequestID
        {
            first = unfinished.rows.lowerBound
            last = end
            registrationID = unfinished.registrationID
            isBeginning = false
        } else {
            let known = state.unfinished == nil ? state.progress : nil
            let start =
                try known.map { try Self.isBehind($0, in: history) } == true ? known?.assignmentID : nil
            guard let next = try selectFirst.first(.integer(start ?? 0), read: { $0.integer(0) }),
                let end = try selectLast.first(
                    .integer(next), .integer(next + Int64(count) - 1), read: { SightingProgress(from: $0) })
            else { return nil }
            first = next
            last = end
            registrationID = ""
            isBeginning = start == nil
        }
        hasMore = try selectFirst.first(.integer(last.assignmentID), read: { _ in true }) ?? false
    }

    /// Whether this history goes on from what was read: the last row that was read is there, or it has been pruned with all before it.
    private static func isBehind(_ known: SightingProgress, in history: Connection) throws -> Bool {
        if let row = try row(known.assignmentID, in: history) { return row.requestID == known.requestID }
        let hasEarlier = try history.prepare(earlierQuery).first(.integer(known.assignmentID)) { _ in true }
        return hasEarlier == nil
    }

    private static func row(_ id: Int64, in history: Connection) throws -> SightingProgress? {
        try history.prepare(lastQuery).first(.integer(id), .integer(id)) { SightingProgress(from: $0) }
    }
}
