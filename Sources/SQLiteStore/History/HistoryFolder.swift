package import Allocation
import SQLite

/// Makes from finished rows of the history what questions to it need: totals, the contents of runs, long runs of the index by device.
///
/// Goes on from where the last step ended, by whatever process. For one thread at a time.
package final class HistoryFolder {
    private struct Opened {
        let connection: Connection
        let folding: RunFolding
        let merger: DeviceIndexMerger
    }

    private let directory: DataDirectory
    private let runs: HistoryRuns
    private let patience: Int32
    private var opened: Opened?

    /// Opens nothing yet.
    ///
    /// - Parameters:
    ///   - directory: where the history is.
    ///   - runs: as the history is written with.
    ///   - patience: how long to wait for whoever else writes, in milliseconds.
    package init(in directory: DataDirectory, runs: HistoryRuns = .standard, patience: Int32 = 1_000) {
        self.directory = directory
        self.runs = runs
        self.patience = patience
    }

    /// Does a piece of the work that takes some milliseconds, of which decisions have to wait for one or two.
    ///
    /// - Returns: whether something was done, and there may be more to do.
    /// - Throws: `StoreError` when the history cannot be used, or somebody else writes it for too long; nothing is done then.
    package func step() throws(StoreError) -> Bool {
        do throws(StoreError) {
            return try StoreError.translating {
                let opened = try open()
                let progress = try HistoryProgress(on: opened.connection)
                if try opened.folding.fold(progress) { return true }
                return try opened.merger.step(HistoryProgress(on: opened.connection))
            }
        } catch {
            opened = nil
            throw error
        }
    }

    private func open() throws -> Opened {
        if let opened, !opened.connection.hasMoved { return opened }
        let connection = try Connection.open(.history, in: directory)
        connection.waitWhenBusy(milliseconds: patience)
        // What is lost with the power is done again, and decisions need not wait for a synchronisation. Their own covers what stands before
        // them in the log (sqlite.org/pragma.html#pragma_synchronous).
        try connection.execute("PRAGMA synchronous = NORMAL")
        // Debian's SQLite fills what is deleted with zeros, unless it is told not to, and so would write all short runs once more when they go
        // (sqlite.org/pragma.html#pragma_secure_delete). They tell nothing that the rows do not.
        try connection.execute("PRAGMA secure_delete = OFF")
        // Names were looked up when they were written.
        try connection.execute("PRAGMA foreign_keys = OFF")
        let opened = Opened(
            connection: connection, folding: RunFolding(on: connection, runs: runs),
            merger: DeviceIndexMerger(on: connection, runs: runs))
        self.opened = opened
        return opened
    }
}

extension HistoryFolder {
    static let fault = "the history cannot be folded"

    /// Folds soon after runs are finished, on a thread of its own: what is not folded has to be read by each question.
    ///
    /// - Parameters:
    ///   - directory: where the history is.
    ///   - report: told of a fault, once for as long as it is the same.
    /// - Returns: the thread's holder.
    /// - Throws: `StoreError.unavailable` when the system has no thread to give.
    package static func repeatedly(
        in directory: DataDirectory, report: @escaping @Sendable (String) -> Void
    ) throws(StoreError) -> RepeatedWork {
        // It holds the history's lock at times. Between two steps decisions come in between.
        let pace = RepeatedWork.Pace(pause: .milliseconds(100), breath: .milliseconds(2), givesWay: false)
        return try RepeatedWork(pace, whenFailing: fault, report: report) {
            let folder = HistoryFolder(in: directory)
            return { () throws(StoreError) in try folder.step() }
        }
    }
}
