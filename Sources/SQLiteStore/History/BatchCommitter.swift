import Allocation

/// Commits batches through an inserter, and opens a new one when the file was taken away from under the old one.
struct BatchCommitter {
    private let directory: DataDirectory
    private let runs: HistoryRuns
    private let clocks: ClockWatch
    private var inserter: AssignmentInserter?

    /// - Parameters:
    ///   - directory: where the history is.
    ///   - runs: in which rows are indexed.
    ///   - clocks: compared at each commit; begins anew with each file.
    /// - Throws: what opening the file does.
    init(in directory: DataDirectory, runs: HistoryRuns, watching clocks: ClockWatch) throws {
        inserter = try AssignmentInserter(in: directory, runs: runs, watching: clocks)
        self.runs = runs
        self.clocks = clocks
        self.directory = directory
    }

    /// Commits one row, unless that could take long: another process writes, or the file is to be opened first.
    ///
    /// - Returns: whether it is durable; `nil` when nothing was tried.
    mutating func commitAtOnce(_ assignment: Assignment) -> Result<Void, StoreError>? {
        guard inserter != nil else { return nil }
        do throws(StoreError) {
            let isDone = try StoreError.translating { try inserter?.commitUnlessLocked(assignment) }
            return isDone == true ? .success(()) : nil
        } catch {
            return .failure(afterwards(error))
        }
    }

    /// One transaction for all of them, which is durable when this returns with success.
    mutating func commit(_ assignments: [Assignment], touchingReadiness: Bool) -> Result<Void, StoreError> {
        do throws(StoreError) {
            try StoreError.translating {
                if inserter == nil {
                    inserter = try AssignmentInserter(in: directory, runs: runs, watching: clocks)
                }
                try inserter?.commit(assignments, touchingReadiness: touchingReadiness)
            }
            return .success(())
        } catch {
            return .failure(afterwards(error))
        }
    }

    private mutating func afterwards(_ error: StoreError) -> StoreError {
        // Whoever restores the file finds the service writing to it again, without a restart.
        if inserter?.hasMoved == true { inserter = nil }
        return error
    }
}
