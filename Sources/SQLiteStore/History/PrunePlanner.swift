package import Allocation
import SQLite

/// Finds what is to be taken away of the history, block by block from the oldest, and only reads.
///
/// A device's first and last decision are kept. A last one that was kept, and is not the last any more, goes when the history is
/// gone through again from its beginning: once what is left has doubled. For one thread at a time.
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

    private let retention: Retention
    private let connection: Connection
    private var reader: ChainReader
    private let selectLast: Statement
    private let selectNewest: Statement
    private let selectFirst: Statement
    private let countLeft: Statement
    private let selectStep: Statement
    private let folded: FoldedRows
    private var devices: KnownDevices
    private var progress: Progress
    private var isFromBeginning: Bool
    private var hasMoved = true

    /// - Parameters:
    ///   - retention: how much is kept.
    ///   - directory: where the history is.
    ///   - isFromBeginning: begins with the first row, wherever the last run ended.
    /// - Throws: `StoreError` when there is no history of this program's schema.
    package init(
        keeping retention: Retention, in directory: DataDirectory, fromBeginning isFromBeginning: Bool
    ) throws(StoreError) {
        self.retention = retention
        let connection = try StoreError.translating {
            try Connection.open(.history, in: directory, onlyQueries: true)
        }
        self.connection = connection
        devices = KnownDevices(
            SQLiteAssignmentRepository(try SerializedConnection(to: .history, in: directory)))
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
        let block = try StoreError.translating {
            try connection.transaction(writing: false) { try read(at: now) }
        }
        guard let block else { return try reachEnd() }
        progress.prunedThrough = block.range.upperBound
        hasMoved = true
        let step = try StoreError.translating {
            try PruneStep(block.range, of: block.elements) { try devices.isKept($0) }
        }
        return step.rows.isEmpty ? .passed : .step(step)
    }

    private func read(at now: Timestamp) throws -> (range: ClosedRange<Int64>, elements: [ChainElement])? {
        guard let last = try selectLast.first(read: { $0.integer(0) }),
            let first = try selectFirst.first(
                .integer(progress.prunedThrough), read: { $0.optionalInteger(0) }),
            let first
        else { return nil }
        let hasStepped = try selectStep.first(
            .integer(now.milliseconds - Retention.pauseAfterStep), read: { _ in true })
        let bounds = hasStepped == true ? retention.ofRowsOnly : retention
        let start = PrunedBlock.number(ofAssignment: first) * PrunedBlock.length + 1
        let end = start + PrunedBlock.length - 1
        // Never the last row, and none that the totals do not count yet.
        guard end < last, try folded.contain(end),
            let newest = try selectNewest.first(.integer(end), read: { ($0.integer(0), $0.integer(1)) }),
            bounds.isTooOld(
                end, decidedAt: Timestamp(milliseconds: newest.1), last: last, now: now)
        else { return nil }
        let elements = try reader.elements(start...end)
        var walk = try reader.walk(from: start)
        // What was pruned before need not be proven here: there is nothing left to lose.
        walk.begin(PrunedBlock(first: start, last: end, removed: 0, digest: .beforeChain))
        do throws(HistoryFault) {
            for element in elements { try walk.add(element) }
        } catch {
            throw StoreError.refused("\(error.message); nothing is pruned from there on")
        }
        return (start...end, elements)
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
