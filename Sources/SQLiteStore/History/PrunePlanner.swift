package import Allocation
import SQLite

/// Finds what is to be taken away of the history, block by block from the oldest, and only reads.
///
/// Many blocks are looked at together, for that begins with reading the index by device. A device's first and last decision are
/// kept. A last one that was kept, and is not the last any more, goes when the history is gone through again from its beginning: once
/// what is left has doubled. For one thread at a time.
package final class PrunePlanner {
    package enum Outcome: Sendable, Equatable {
        /// Something is to be taken away.
        case step(PruneStep)
        /// A block was looked at in which all is kept; there may be more behind it.
        case passed
        /// All that is beyond the bounds has been gone through, up to where; `nil` when that is known already.
        case done(Progress?)
    }

    /// How far the history was gone through; to be kept by who writes.
    package struct Progress: Sendable, Equatable {
        package var prunedThrough: Int64
        package var rowsLeft: Int64
    }

    /// Rows that may be left behind without reason before the history is gone through again.
    static let mostLeftBehind: Int64 = 100_000

    /// The part of the history that waits to be pruned together with more, since each time the whole index is read.
    private static let worthwhileShare: Int64 = 64

    private let retention: Retention
    private let isPatient: Bool
    private let runs: HistoryRuns
    private let connection: Connection
    private var reader: ChainReader
    private let selectLast: Statement
    private let selectNewest: Statement
    private let selectFirst: Statement
    private let countLeft: Statement
    private let selectStep: Statement
    private let folded: FoldedRows

    /// The rows that are looked at together, and what is known of their devices.
    private var range: ClosedRange<Int64>?
    private var devices: DeviceBounds?
    private var knowsDevices = false
    private var progress: Progress
    private var isFromBeginning: Bool
    private var hasMoved = true

    /// - Parameters:
    ///   - retention: how much is kept.
    ///   - directory: where the history is.
    ///   - isFromBeginning: begins with the first row, wherever the last run ended.
    ///   - isPatient: waits until a sixty-fourth of the history is beyond the bounds.
    ///   - runs: as the index by device was made with.
    /// - Throws: `StoreError` when there is no history of this program's schema.
    package init(
        keeping retention: Retention, in directory: DataDirectory, fromBeginning isFromBeginning: Bool,
        patiently isPatient: Bool = false, runs: HistoryRuns = .standard
    ) throws(StoreError) {
        self.retention = retention
        let connection = try StoreError.translating {
            try Connection.open(.history, in: directory, onlyQueries: true)
        }
        self.connection = connection
        self.isPatient = isPatient
        self.runs = runs
        self.isFromBeginning = isFromBeginning
        (reader, folded, selectLast, selectNewest, selectFirst, countLeft, selectStep) =
            try StoreError.translating {
                (
                    try ChainReader(on: connection),
                    try FoldedRows(
                        of: connection, in: Connection.open(.inventory, in: directory, onlyQueries: true)),
                    try connection.prepare("SELECT max(assignment_id) FROM assignments"),
                    try connection.prepare(
                        """
                        SELECT assignment_id, decided_at
                          FROM assignments
                         WHERE assignment_id <= ?1
                         ORDER BY assignment_id DESC
                         LIMIT 1
                        """),
                    try connection.prepare(
                        "SELECT min(assignment_id) FROM assignments WHERE assignment_id > ?1"),
                    try connection.prepare("SELECT count(*) FROM assignments WHERE assignment_id <= ?1"),
                    try connection.prepare(
                        """
                        SELECT 1
                          FROM events
                         WHERE kind = 'clock stepped' AND happened_at > ?1 AND json_extract(detail, '$.by') > 3600000
                         LIMIT 1
                        """)
                )
            }
        let kept = try StoreError.translating {
            try connection.prepare("SELECT pruned_through, rows_left FROM retention").first { row in
                Progress(prunedThrough: row.integer(0), rowsLeft: row.integer(1))
            }
        }
        progress = kept ?? Progress(prunedThrough: 0, rowsLeft: 0)
        if isFromBeginning { progress.prunedThrough = 0 }
    }

    /// Looks at the next block.
    ///
    /// - Parameter now: the time of day.
    /// - Returns: what is to be done; a step must be done before the next call.
    /// - Throws: `StoreError` when the history cannot be read, or is not what was written: of that nothing is taken away.
    package func next(at now: Timestamp) throws(StoreError) -> Outcome {
        let isUnderWay = try StoreError.translating {
            try connection.transaction(writing: false) { try range != nil || begin(at: now) }
        }
        guard isUnderWay, let range else { return try reachEnd() }
        return try StoreError.translating {
            try connection.transaction(writing: false) {
                guard knowsDevices else {
                    knowsDevices = try devices?.readOn() ?? true
                    return .passed
                }
                return try lookAtBlock(of: range)
            }
        }
    }

    /// Finds the rows to look at together.
    ///
    /// - Returns: whether there are any.
    private func begin(at now: Timestamp) throws -> Bool {
        guard let last = try selectLast.first(read: { $0.integer(0) }),
            let first = try firstRow(behind: progress.prunedThrough)
        else { return false }
        let start = PrunedBlock.number(ofAssignment: first) * PrunedBlock.length + 1
        let end = try endOfTooOld(at: now, last: last)
        guard end > start, !isPatient || end - start + 1 >= last / Self.worthwhileShare else { return false }
        let found = start...min(end, start + DeviceBounds.longestRange - 1)
        devices = try DeviceBounds(of: found, on: connection, runs: runs)
        (range, knowsDevices) = (found, false)
        return true
    }

    /// The end of the last block that is beyond the bounds; 0 when none is. Times do not go backwards, so neither do blocks.
    private func endOfTooOld(at now: Timestamp, last: Int64) throws -> Int64 {
        // Never the last row.
        var (low, high) = (Int64(0), (last - 1) / PrunedBlock.length)
        let hasStepped = try selectStep.first(
            .integer(now.milliseconds - Retention.pauseAfterStep), read: { _ in true })
        let bounds = hasStepped == true ? retention.ofRowsOnly : retention
        while low < high {
            let middle = low + (high - low + 1) / 2
            let end = middle * PrunedBlock.length
            // None that the totals do not count yet.
            if try folded.contain(end), try isBeyond(bounds, end, last: last, at: now) {
                low = middle
            } else {
                high = middle - 1
            }
        }
        return low * PrunedBlock.length
    }

    private func isBeyond(
        _ bounds: Retention, _ end: Int64, last: Int64, at now: Timestamp
    ) throws -> Bool {
        // What is not there any more was beyond the bounds.
        let newest = try selectNewest.first(.integer(end)) { $0.integer(1) } ?? .min
        return bounds.isTooOld(
            end, decidedAt: Timestamp(milliseconds: newest), last: last, now: now)
    }

    private func firstRow(behind id: Int64) throws -> Int64? {
        try selectFirst.first(.integer(id)) { $0.optionalInteger(0) } ?? nil
    }

    private func lookAtBlock(of range: ClosedRange<Int64>) throws -> Outcome {
        hasMoved = true
        let first = try firstRow(behind: max(progress.prunedThrough, range.lowerBound - 1))
        guard let first, first <= range.upperBound else {
            progress.prunedThrough = range.upperBound
            (self.range, devices) = (nil, nil)
            return .passed
        }
        let start = PrunedBlock.number(ofAssignment: first) * PrunedBlock.length + 1
        let block = start...start + PrunedBlock.length - 1
        let step = try PruneStep(block, of: try provenElements(of: block)) { assignment in
            try devices?.mayBeFirstOrLast(assignment) ?? true
        }
        progress.prunedThrough = block.upperBound
        return step.rows.isEmpty ? .passed : .step(step)
    }

    private func provenElements(of block: ClosedRange<Int64>) throws -> [ChainElement] {
        let elements = try reader.elements(block)
        var walk = try reader.walk(from: block.lowerBound)
        // What was pruned before need not be proven here: there is nothing left to lose.
        walk.begin(
            PrunedBlock(first: block.lowerBound, last: block.upperBound, removed: 0, digest: .beforeChain))
        do throws(HistoryFault) {
            for element in elements { try walk.add(element) }
        } catch {
            throw StoreError.refused("\(error.message); nothing is pruned from there on")
        }
        return elements
    }

    private func reachEnd() throws(StoreError) -> Outcome {
        guard hasMoved else { return .done(nil) }
        hasMoved = false
        let left = try StoreError.translating {
            try countLeft.first(.integer(progress.prunedThrough)) { $0.integer(0) } ?? 0
        }
        if isFromBeginning {
            isFromBeginning = false
            progress.rowsLeft = left
        } else if left > 2 * progress.rowsLeft + Self.mostLeftBehind {
            isFromBeginning = true
            progress.prunedThrough = 0
            return .passed
        }
        return .done(progress)
    }
}
