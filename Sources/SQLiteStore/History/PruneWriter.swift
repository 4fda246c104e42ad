package import Allocation
import SQLite

/// Takes away what was found to be too old, step by step, each a transaction of a few milliseconds.
///
/// A step leaves the history proven: with the rows, it writes which are missing and what is left, as an event that the chain
/// goes on from. For one thread at a time, whose priority is that of the history's writer: one that holds the lock and does not get
/// the processor would hold up all decisions.
package final class PruneWriter {
    /// Pages that one transaction gives back at most, each moved from the file's end.
    private static let pagesAtOnce = 64

    /// Milliseconds to wait for who else writes: decisions may come one after the other, and nobody waits for this.
    private static let patience: Int32 = 10_000

    private let connection: Connection
    private let chain: ChainHeadReader
    private let deleteRows: Statement
    private let deleteCuts: Statement
    private let insertCut: Statement
    private let update: Statement
    private let countFree: Statement

    /// - Parameter directory: where the history is.
    /// - Throws: `StoreError` when it cannot be opened for writing.
    package init(in directory: DataDirectory) throws(StoreError) {
        (connection, chain, deleteRows, deleteCuts, insertCut, update, countFree) =
            try StoreError.translating {
                let connection = try Connection.open(.history, in: directory)
                connection.waitWhenBusy(milliseconds: Self.patience)
                return (
                    connection,
                    try ChainHeadReader(on: connection),
                    try connection.prepare("DELETE FROM assignments WHERE assignment_id BETWEEN ?1 AND ?2"),
                    try connection.prepare("DELETE FROM cuts WHERE last_assignment_id BETWEEN ?1 AND ?2"),
                    try connection.prepare(
                        "INSERT INTO cuts (first_assignment_id, last_assignment_id, link) VALUES (?1, ?2, ?3)"
                    ),
                    try connection.prepare(
                        "UPDATE retention SET pruned_through = ?1, rows_left = coalesce(?2, rows_left)"),
                    try connection.prepare("PRAGMA freelist_count")
                )
            }
    }

    /// Takes away what a step says.
    ///
    /// - Parameters:
    ///   - step: as it was planned upon the history as it is; nobody else may have pruned since.
    ///   - now: the time of day.
    /// - Throws: `StoreError` when that could not be done; then nothing was.
    package func apply(_ step: PruneStep, at now: Timestamp) throws(StoreError) {
        try StoreError.translating {
            try connection.transaction(writing: true) {
                var count: Int64 = 0
                for rows in step.rows {
                    try deleteRows.run(.integer(rows.lowerBound), .integer(rows.upperBound))
                    count += Int64(connection.changedRows)
                }
                guard count == step.count else {
                    throw StoreError.unavailable("somebody else takes away rows of the history")
                }
                try deleteCuts.run(.integer(step.block.first), .integer(step.block.last))
                for cut in step.cuts {
                    try insertCut.run(.integer(cut.first), .integer(cut.last), .blob(cut.link.bytes))
                }
                var head = try chain.head()
                try chain.note(.pruned, at: now, detail: step.block.json, on: &head)
                try update.run(.integer(step.block.last), .null)
            }
        }
    }

    /// Gives back a few of the pages that are empty, if the history was made to be able to.
    ///
    /// - Returns: whether there may be more.
    /// - Throws: `StoreError` when that could not be done.
    package func giveBack() throws(StoreError) -> Bool {
        try StoreError.translating {
            let before = try countFree.first { $0.integer(0) } ?? 0
            guard before > 0 else { return false }
            try connection.execute("PRAGMA incremental_vacuum(\(Self.pagesAtOnce))")
            let after = try countFree.first { $0.integer(0) } ?? 0
            return after > 0 && after < before
        }
    }

    /// Keeps how far the history was gone through.
    ///
    /// - Throws: `StoreError` when that could not be done.
    package func keep(_ progress: PrunePlanner.Progress) throws(StoreError) {
        try StoreError.translating {
            try update.run(.integer(progress.prunedThrough), .integer(progress.rowsLeft))
        }
    }
}
