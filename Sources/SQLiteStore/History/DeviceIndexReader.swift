import Allocation
import SQLite

/// Gives the rows that may be a device's, on a connection inside a transaction: those that the index has, and those that are not in it yet.
struct DeviceIndexReader: CandidateSource {
    /// A row of the index in some range of keys, from the highest down.
    static let lastQuery = """
        SELECT run_and_hash, entries
          FROM device_index
         WHERE run_and_hash >= ?1 AND run_and_hash <= ?2
         ORDER BY run_and_hash DESC
         LIMIT 1
        """

    /// A row of the index in some range of keys, from the lowest up.
    static let firstQuery = """
        SELECT run_and_hash, entries
          FROM device_index
         WHERE run_and_hash >= ?1 AND run_and_hash <= ?2
         ORDER BY run_and_hash
         LIMIT 1
        """

    /// Runs of one level that follow each other, or rows that are in none.
    private enum Part {
        case runs(ClosedRange<Int64>, of: DeviceIndexLevel)
        case rows(ClosedRange<Int64>)
    }

    private let hash: UInt64
    private let bounds: ClosedRange<Int64>
    private let isAscending: Bool
    private let selectFirst: Statement
    private let selectLast: Statement
    /// In the opposite order: the next one is the last.
    private var parts: [Part]
    /// Keys of the run in turn that are still to be read.
    private var keys: (level: DeviceIndexLevel, run: Int64, rest: ClosedRange<Int64>, isFirst: Bool)?
    /// In the opposite order.
    private var found: [Int64] = []
    private var tail: RowRange?

    /// - Parameters:
    ///   - registrationID: in any case.
    ///   - bounds: the rows that are of interest.
    ///   - isAscending: the oldest row first.
    ///   - progress: as of the transaction.
    ///   - connection: inside the transaction.
    ///   - runs: as the index was made with.
    /// - Throws: `SQLiteError` when there is no such table.
    init(
        of registrationID: RegistrationID, in bounds: ClosedRange<Int64>, isAscending: Bool,
        progress: HistoryProgress,
        on connection: Connection, runs: HistoryRuns
    ) throws {
        hash = DeviceIndexEntry.hash(of: registrationID.folded)
        self.bounds = bounds
        self.isAscending = isAscending
        selectFirst = try connection.prepare(Self.firstQuery)
        selectLast = try connection.prepare(Self.lastQuery)
        var parts: [Part] = []
        var start: Int64 = 1
        // The longest runs have the oldest rows.
        for (level, end) in zip(runs.levels, progress.index).reversed() where end >= start {
            if let rows = bounds.intersection(start...end) {
                parts.append(
                    .runs(level.run(of: rows.lowerBound)...level.run(of: rows.upperBound), of: level))
            }
            start = end + 1
        }
        if let rows = ClosedRange(from: max(start, bounds.lowerBound), through: bounds.upperBound) {
            parts.append(.rows(rows))
        }
        self.parts = isAscending ? parts.reversed() : parts
    }

    mutating func next() throws -> Candidates? {
        while true {
            if let candidates = tail?.next() { return candidates }
            tail = nil
            while let id = found.popLast() {
                if bounds.contains(id) { return Candidates(row: id) }
            }
            if keys != nil {
                try readRow()
            } else if let passed = beginRun() {
                // Each run costs a search, whether it has anything or not.
                return Candidates(nothingUpTo: passed)
            } else if tail == nil {
                return nil
            }
        }
    }

    /// Turns to the next run, or to the rows that are in none.
    ///
    /// - Returns: the last row before the run in the order of the search; `nil` when there is no further run.
    private mutating func beginRun() -> Int64? {
        guard let part = parts.popLast() else { return nil }
        switch part {
        case .rows(let rows):
            tail = RowRange(rows, isAscending: isAscending)
            return nil
        case .runs(let runs, let level):
            let run = isAscending ? runs.lowerBound : runs.upperBound
            let rest =
                isAscending
                ? ClosedRange(from: run + 1, through: runs.upperBound)
                : ClosedRange(from: runs.lowerBound, through: run - 1)
            if let rest { parts.append(.runs(rest, of: level)) }
            let (all, beginning) = (level.keys(ofRun: run), level.keys(ofRun: run, hash: hash))
            keys = (level, run, isAscending ? beginning : all.lowerBound...beginning.upperBound, true)
            return isAscending ? run << level.exponent : (run + 1) << level.exponent + 1
        }
    }

    /// Reads the next row of the index that may have the hash.
    private mutating func readRow() throws {
        guard let (level, run, rest, isFirst) = keys else { return }
        let all = level.keys(ofRun: run)
        let beginning = level.keys(ofRun: run, hash: hash)
        keys = nil
        if isAscending {
            // The hash may begin in the row before those that begin with it.
            if isFirst, let before = ClosedRange(from: all.lowerBound, through: beginning.lowerBound - 1) {
                _ = try read(selectLast, before, of: level, run)
                keys = (level, run, rest, false)
            } else if let key = try read(selectFirst, rest, of: level, run),
                let rest = ClosedRange(from: key + 1, through: rest.upperBound)
            {
                keys = (level, run, rest, false)
            }
        } else if let key = try read(selectLast, rest, of: level, run), key >= beginning.lowerBound,
            // The row before those that begin with the hash may end with it, and is the last one.
            let rest = ClosedRange(from: all.lowerBound, through: key - 1)
        {
            keys = (level, run, rest, false)
        }
    }

    /// - Returns: the key of the row that was read.
    private mutating func read(
        _ statement: Statement, _ range: ClosedRange<Int64>, of level: DeviceIndexLevel, _ run: Int64
    ) throws -> Int64? {
        let row = try statement.first(.integer(range.lowerBound), .integer(range.upperBound)) {
            ($0.integer(0), $0.words(1))
        }
        guard let (key, words) = row else { return nil }
        let entries = words.lazy.map(DeviceIndexEntry.init(word:)).filter { [hash] in $0.hash == hash }
        let ids = entries.map { level.assignmentID(of: $0, inRun: run) }
        found = isAscending ? ids.reversed() : Array(ids)
        return key
    }
}
