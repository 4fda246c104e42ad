package import Allocation
import SQLite

/// Group commit: decisions that arrive while one transaction is being synchronised to disk share the next
/// one.
///
/// One thread owns the connection. A caller waits without holding a thread and goes on when its row is
/// durable.
package final class AssignmentWriter: AssignmentRecorder {
    /// How many decisions may wait at once; more are turned away at once, for DPS to come again.
    package static let capacity = 20_000

    private enum Work {
        case record(Assignment)
        case check
    }

    private struct Waiting: Sendable {
        let work: Work
        let done: CheckedContinuation<Result<Void, StoreError>, Never>
    }

    private let queue: BoundedQueue<Waiting>
    private let thread: WorkerThread

    /// Opens the history and starts the thread.
    ///
    /// - Parameters:
    ///   - directory: where the history is.
    ///   - uptime: nanoseconds on a clock that is never set.
    /// - Throws: `StoreError` when the history cannot be opened for writing.
    package init(
        in directory: DataDirectory, uptime: @escaping @Sendable () -> UInt64
    ) throws(StoreError) {
        // Opened here, so that a fault is found at the start; from then on only the thread uses it.
        nonisolated(unsafe) let opened = try StoreError.translating { try AssignmentInserter(in: directory) }
        let queue = BoundedQueue<Waiting>(capacity: Self.capacity)
        let thread = WorkerThread {
            var committer = BatchCommitter(opened, in: directory)
            var pace = BatchPace()
            while let batch = queue.takeAll(expecting: pace.expected, for: pace.patience) {
                let start = uptime()
                Self.commit(batch, with: &committer)
                pace.note(count: batch.count, nanoseconds: uptime() &- start)
            }
        }
        guard let thread else { throw .unavailable("the system has no thread for the history's writer") }
        self.queue = queue
        self.thread = thread
    }

    package func record(_ assignment: Assignment) async throws(StoreError) {
        try await enqueue(.record(assignment)).get()
    }

    package func checkWritable() async throws(StoreError) {
        try await enqueue(.check).get()
    }

    /// Commits what waits, takes nothing more in, and ends the thread. To be called once.
    package func close() {
        queue.close()
        thread.join()
    }

    private func enqueue(_ work: Work) async -> Result<Void, StoreError> {
        await withCheckedContinuation { done in
            switch queue.append(Waiting(work: work, done: done)) {
            case .admitted: break
            case .full: done.resume(returning: .failure(.overloaded))
            case .closed: done.resume(returning: .failure(.closed))
            }
        }
    }

    private static func commit(_ batch: [Waiting], with committer: inout BatchCommitter) {
        let result = attempt(batch, with: &committer)
        guard case .failure(.refused) = result, batch.count > 1 else {
            for waiting in batch { waiting.done.resume(returning: result) }
            return
        }
        // One row breaks a constraint: it must not take its neighbours down with it.
        for waiting in batch { waiting.done.resume(returning: attempt([waiting], with: &committer)) }
    }

    private static func attempt(
        _ batch: [Waiting], with committer: inout BatchCommitter
    ) -> Result<Void, StoreError> {
        var assignments: [Assignment] = []
        assignments.reserveCapacity(batch.count)
        var touchesReadiness = false
        for waiting in batch {
            switch waiting.work {
            case .record(let assignment): assignments.append(assignment)
            case .check: touchesReadiness = true
            }
        }
        return committer.commit(assignments, touchingReadiness: touchesReadiness)
    }
}
