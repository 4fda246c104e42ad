import SQLite

/// What a search asks of one property: one of some values.
struct ContentsCondition {
    /// As the table calls it.
    let property: String
    let values: [Int64]
}

/// Gives the rows of those blocks in which all conditions of a search can be met.
struct RunContentsReader: CandidateSource {
    /// The next run with a value, on the way to older rows.
    static let olderQuery = """
        SELECT run, blocks
          FROM run_contents
         WHERE property = ?1 AND value = ?2 AND run <= ?3
         ORDER BY run DESC
         LIMIT 1
        """

    /// The next run with a value, on the way to newer rows.
    static let newerQuery = """
        SELECT run, blocks
          FROM run_contents
         WHERE property = ?1 AND value = ?2 AND run >= ?3
         ORDER BY run
         LIMIT 1
        """

    /// Where a value is found next.
    private struct Cursor {
        let property: String
        let value: Int64
        var place: (run: Int64, blocks: UInt64)?
        var isAtEnd = false
    }

    private let runs: HistoryRuns
    private let bounds: ClosedRange<Int64>
    private let isAscending: Bool
    private let select: Statement
    /// For each condition, a cursor for each of its values.
    private var cursors: [[Cursor]]
    private var run: Int64
    /// In the opposite order.
    private var found: [Candidates] = []

    /// - Parameters:
    ///   - conditions: at least one.
    ///   - bounds: rows of folded runs that are of interest.
    ///   - isAscending: the oldest row first.
    ///   - connection: inside a transaction.
    ///   - runs: as the rows were folded in.
    /// - Throws: `SQLiteError` when there is no such table.
    init(
        _ conditions: [ContentsCondition], in bounds: ClosedRange<Int64>, isAscending: Bool,
        on connection: Connection,
        runs: HistoryRuns
    ) throws {
        self.runs = runs
        self.bounds = bounds
        self.isAscending = isAscending
        select = try connection.prepare(isAscending ? Self.newerQuery : Self.olderQuery)
        cursors = conditions.map { condition in
            (condition.values + [RunContents.anyValue]).map {
                Cursor(property: condition.property, value: $0)
            }
        }
        run = runs.run(of: isAscending ? bounds.lowerBound : bounds.upperBound)
    }

    mutating func next() throws -> Candidates? {
        if let candidates = found.popLast() { return candidates }
        guard runs.run(of: bounds.lowerBound)...runs.run(of: bounds.upperBound) ~= run else { return nil }
        var blocks = UInt64.max
        for index in cursors.indices {
            guard let place = try place(at: index) else {
                run = isAscending ? .max : -1
                return nil
            }
            if place.run != run {
                let passed = isAscending ? place.run << runs.exponent : (place.run + 1) << runs.exponent + 1
                run = place.run
                return Candidates(
                    nothingUpTo: isAscending ? min(passed, bounds.upperBound) : max(passed, bounds.lowerBound)
                )
            }
            blocks &= place.blocks
        }
        let rows = runs.rows(ofRun: run)
        for range in Self.ranges(of: blocks).reversed() {
            let first = rows.lowerBound + Int64(range.lowerBound) * runs.blockLength
            let last = rows.lowerBound + Int64(range.upperBound + 1) * runs.blockLength - 1
            if let rows = (first...last).intersection(bounds) {
                found.append(Candidates(rows: rows, isAscending: isAscending))
            }
        }
        if !isAscending { found.reverse() }
        run += isAscending ? 1 : -1
        return Candidates(nothingUpTo: isAscending ? rows.lowerBound - 1 : rows.upperBound + 1)
    }

    /// The run in turn, or the next one that has one of a condition's values; `nil` when none has.
    private mutating func place(at index: Int) throws -> (run: Int64, blocks: UInt64)? {
        var nearest: (run: Int64, blocks: UInt64)?
        for number in cursors[index].indices {
            guard let place = try place(of: &cursors[index][number]) else { continue }
            if let known = nearest, known.run == place.run {
                nearest = (known.run, known.blocks | place.blocks)
            } else if nearest.map({ isAscending ? place.run < $0.run : place.run > $0.run }) ?? true {
                nearest = place
            }
        }
        return nearest
    }

    private func place(of cursor: inout Cursor) throws -> (run: Int64, blocks: UInt64)? {
        if cursor.isAtEnd { return nil }
        if let place = cursor.place, isAscending ? place.run >= run : place.run <= run { return place }
        cursor.place = try select.first(.text(cursor.property), .integer(cursor.value), .integer(run)) {
            ($0.integer(0), UInt64(bitPattern: $0.integer(1)))
        }
        cursor.isAtEnd = cursor.place == nil
        return cursor.place
    }

    /// The blocks that follow each other, ascending.
    private static func ranges(of blocks: UInt64) -> [ClosedRange<Int>] {
        var (rest, ranges) = (blocks, [ClosedRange<Int>]())
        while rest != 0 {
            let first = rest.trailingZeroBitCount
            let count = (~(rest >> UInt64(first))).trailingZeroBitCount
            let last = min(first + count - 1, 63)
            ranges.append(first...last)
            rest = last == 63 ? 0 : rest & UInt64.max << UInt64(last + 1)
        }
        return ranges
    }
}
