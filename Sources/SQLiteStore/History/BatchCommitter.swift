import Allocation

/// Commits batches through an inserter, and opens a new one when the file was taken away from under the old one.
struct BatchCommitter {
    private let directory: DataDirectory
    private var inserter: AssignmentInserter?

    init(_ inserter: AssignmentInserter, in directory: DataDirectory) {
        self.inserter = inserter
        self.directory = directory
    }

    /// One transaction for all of them, which is durable when this returns with success.
    mutating func commit(_ assignments: [Assignment], touchingReadiness: Bool) -> Result<Void, StoreError> {
        do throws(StoreError) {
            try StoreError.translating {
                if inserter == nil { inserter = try AssignmentInserter(in: directory) }
                try inserter?.commit(assignments, touchingReadiness: touchingReadiness)
            }
            return .success(())
        } catch {
            // Whoever restores the file finds the service writing to it again, without a restart.
            if inserter?.hasMoved == true { inserter = nil }
            return .failure(error)
        }
    }
}
