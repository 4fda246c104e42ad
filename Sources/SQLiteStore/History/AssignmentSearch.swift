import Allocation
import SQLite

/// Finds the rows of a page, on a connection inside a transaction: by the index by device, by the contents of runs, or by reading them.
struct AssignmentSearch {
    /// Numbers of rows, in the order of the query.
    struct Found {
        var ids: [Int64]
        /// Behind which the next page begins; `nil` when there is none.
        var next: Int64?
    }

    private let query: AssignmentQuery
    private let connection: Connection
    private let runs: HistoryRuns
    private let progress: HistoryProgress
    private let conditions: AssignmentConditions
    private let mostRows: Int64

    /// - Parameters:
    ///   - query: what is looked for.
    ///   - connection: inside a transaction.
    ///   - runs: as the history is written with.
    ///   - mostRows: that are looked at for one page, or what takes as long.
    /// - Throws: `SQLiteError` when the history cannot be read.
    init(
        _ query: AssignmentQuery, on connection: Connection, runs: HistoryRuns,
        mostRows: Int64
    ) throws {
        self.query = query
        self.connection = connection
        self.runs = runs
        self.mostRows = mostRows
        progress = try HistoryProgress(on: connection)
        conditions = try AssignmentConditions(query.filter, on: connection)
    }

    func page() throws -> Found {
        guard !conditions.isImpossible, let bounds = try bounds() else { return Found(ids: []) }
        if let found = try requested() { return found }
        if let registrationID = query.filter.registrationID {
            return try page(from: device(registrationID, in: bounds))
        }
        guard let enrollment = query.filter.enrollment else { return try page(from: rows(in: bounds)) }
        let named = try page(from: rows(in: bounds))
        guard let registrationID = try? RegistrationID(enrollment) else { return named }
        return merge(named, try page(from: device(registrationID, in: bounds)))
    }

    /// The rows that are neither before the page nor out of the range of times.
    private func bounds() throws -> ClosedRange<Int64>? {
        let (since, until) = (query.filter.since, query.filter.until)
        guard
            let rows = try TimeSearch(on: connection, progress: progress).rows(since: since, until: until)
        else { return nil }
        guard let after = query.after else { return rows }
        return query.isOldestFirst
            ? ClosedRange(
                from: max(rows.lowerBound, after == .max ? after : after + 1), through: rows.upperBound)
            : ClosedRange(
                from: rows.lowerBound, through: min(rows.upperBound, after == .min ? after : after - 1))
    }

    private func device(_ registrationID: RegistrationID, in bounds: ClosedRange<Int64>) throws
        -> any CandidateSource
    {
        try DeviceIndexReader(
            of: registrationID, in: bounds, isAscending: query.isOldestFirst, progress: progress,
            on: connection,
            runs: runs)
    }

    /// Of the rows that are folded in, those that the contents of runs tell of; and all others.
    private func rows(in bounds: ClosedRange<Int64>) throws -> any CandidateSource {
        let isAscending = query.isOldestFirst
        guard !conditions.contents.isEmpty, progress.totals > 0,
            let folded = bounds.intersection(1...progress.totals)
        else { return RowRange(bounds, isAscending: isAscending) }
        return CandidateChain(
            folded: try RunContentsReader(
                conditions.contents, in: folded, isAscending: isAscending, on: connection, runs: runs),
            others: RowRange(
                ClosedRange(from: folded.upperBound + 1, through: bounds.upperBound), isAscending: isAscending
            ),
            isAscending: isAscending)
    }

    private func page(from source: any CandidateSource) throws -> Found {
        var source = source
        let select = try connection.prepare(
            Self.sql(for: conditions.sql, isAscending: query.isOldestFirst))
        var (found, budget) = (Found(ids: []), mostRows)
        while let candidates = try source.next() {
            if let rows = candidates.rows {
                found.ids += try select.all(
                    [.integer(rows.lowerBound), .integer(rows.upperBound)] + conditions.values
                        + [.integer(Int64(query.limit + 1 - found.ids.count))]
                ) { $0.integer(0) }
                if found.ids.count > query.limit {
                    found.ids.removeLast()
                    found.next = found.ids.last
                    return found
                }
            }
            found.next = further(candidates.end, found.next ?? candidates.end)
            budget -= candidates.cost
            if budget <= 0 { return found }
        }
        found.next = nil
        return found
    }

    /// Puts two pages into one, which ends where the one that did not come as far does.
    private func merge(_ one: Found, _ other: Found) -> Found {
        let ends = [one.next, other.next].compactMap { $0 }
        let end = query.isOldestFirst ? ends.min() : ends.max()
        var ids = Set(one.ids + other.ids).sorted(by: query.isOldestFirst ? { $0 < $1 } : { $0 > $1 })
        if let end { ids.removeAll { $0 != end && further($0, end) == $0 } }
        guard ids.count > query.limit else { return Found(ids: ids, next: end) }
        ids.removeLast(ids.count - query.limit)
        return Found(ids: ids, next: ids.last)
    }

    /// The one of two rows that comes later in the order of the query.
    private func further(_ one: Int64, _ other: Int64) -> Int64 {
        query.isOldestFirst ? max(one, other) : min(one, other)
    }

    /// The row of a request is near the time that its ID tells of.
    ///
    /// - Returns: `nil` when it is not there, or not to be looked for there: only an ID that others have made up is elsewhere.
    private func requested() throws -> Found? {
        guard let requestID = query.filter.requestID, query.after == nil else { return nil }
        let since = Timestamp(milliseconds: requestID.timestamp.milliseconds - Self.requestMargin)
        guard let rows = try TimeSearch(on: connection, progress: progress).rows(since: since, until: nil)
        else { return nil }
        let near = rows.lowerBound...min(rows.upperBound, rows.lowerBound + mostRows)
        let id = try connection.prepare(Self.requestQuery).first(
            .integer(near.lowerBound), .integer(near.upperBound), .blob(requestID.bytes)
        ) { $0.integer(0) }
        guard let id else { return nil }
        // A request has one row, which may be ruled out by what else is asked.
        return try page(from: RowRange(id...id, isAscending: true))
    }

    /// A request gets its ID before it is decided, if by another clock; in milliseconds.
    private static let requestMargin: Int64 = 2_000

    static let requestQuery = """
        SELECT assignment_id
          FROM assignments
         WHERE assignment_id >= ?1 AND assignment_id <= ?2 AND request_id = ?3
         LIMIT 1
        """

    static func sql(for conditions: String, isAscending: Bool) -> String {
        """
        SELECT assignment_id
          FROM assignments
         WHERE assignment_id >= ?
           AND assignment_id <= ?\(conditions)
         ORDER BY assignment_id \(isAscending ? "ASC" : "DESC")
         LIMIT ?
        """
    }
}

/// The rows that are folded in, and those that are not yet, in the order of a search.
private struct CandidateChain: CandidateSource {
    var folded: RunContentsReader
    var others: RowRange
    let isAscending: Bool

    mutating func next() throws -> Candidates? {
        isAscending
            ? try folded.next() ?? others.next()
            : try others.next() ?? folded.next()
    }
}
