package import Allocation
import SQLite

/// Group commit: decisions that arrive while one transaction is being synchronised to disk share the next
/// one.
///
/// One thread does that, and a caller waits without holding a thread and goes on when its row is durable. Where decisions come
/// one at a time, nothing can be shared, and two changes of thread take longer than the commit between them; then who brings a
/// row commits it on the spot, if its thread may be held. Whoever has the queue's turn has the connection, so it has one owner
/// at a time.
package final class AssignmentWriter: AssignmentRecorder {
    /// How many decisions may wait at once; more are turned away at once, for DPS to come again.
    package static let capacity = 20_000

    /// In a box of its own, for an assignment has a dozen references to count each time that it is handed on.
    private indirect enum Work {
        case record(Assignment)
        case check
    }

    private struct Waiting: Sendable {
        let work: Work
        let done: CheckedContinuation<Result<Void, StoreError>, Never>
    }

    /// What belongs to who has the queue's turn.
    ///
    /// Unchecked: the queue's lock lies between one owner and the next.
    private final class Owned: @unchecked Sendable {
        var committer: BatchCommitter
        var pace = BatchPace()

        init(_ committer: BatchCommitter) {
            self.committer = committer
        }
    }

    private let queue: BoundedQueue<Waiting>
    private let owned: Owned
    private let thread: WorkerThread
    private let uptime: @Sendable () -> UInt64

    /// Opens the history and starts the thread.
    ///
    /// - Parameters:
    ///   - directory: where the history is.
    ///   - runs: in which rows are indexed; always the same for a history.
    ///   - clock: the time of day; when it was set is noted in the history.
    ///   - uptime: nanoseconds on a clock that is never set.
    /// - Throws: `StoreError` when the history cannot be opened for writing.
    package init(
        in directory: DataDirectory, runs: HistoryRuns = .standard,
        clock: @escaping @Sendable () -> Timestamp,
        uptime: @escaping @Sendable () -> UInt64
    ) throws(StoreError) {
        // Opened here, so that a fault is found at the start.
        let owned = try StoreError.translating {
            try Owned(
                BatchCommitter(in: directory, runs: runs, watching: ClockWatch(clock: clock, uptime: uptime)))
        }
        let queue = BoundedQueue<Waiting>(capacity: Self.capacity)
        let thread = WorkerThread { Self.commitWhatComes(through: queue, with: owned, uptime: uptime) }
        guard let thread else { throw .unavailable("the system has no thread for the history's writer") }
        self.queue = queue
        self.owned = owned
        self.thread = thread
        self.uptime = uptime
    }

    package func record(_ assignment: Assignment, holdingThread: Bool) async throws(StoreError) {
        if holdingThread, let result = commitHere(assignment) { return try result.get() }
        try await enqueue(.record(assignment)).get()
    }

    package func checkWritable() async throws(StoreError) {
        try await enqueue(.check).get()
    }

    package var backlog: RecordingBacklog {
        RecordingBacklog(waiting: queue.count, capacity: Self.capacity)
    }

    /// Whether who brings the next row may commit it; the thread answers a moment before it lends its turn.
    var lendsTurn: Bool { queue.isTurnLent }

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

    /// Commits a row on the caller's thread; `nil` when it is better left to the writer's.
    private func commitHere(_ assignment: Assignment) -> Result<Void, StoreError>? {
        guard queue.claimTurn() else { return nil }
        let start = uptime()
        let result = owned.committer.commitAtOnce(assignment)
        if case .success = result {
            owned.pace.note(count: 1, followers: queue.count, nanoseconds: uptime() &- start)
        } else {
            owned.pace.noteFailure()
        }
        queue.giveBackTurn(lending: owned.pace.isQuiet)
        return result
    }

    private static func commitWhatComes(
        through queue: BoundedQueue<Waiting>, with owned: Owned, uptime: @Sendable () -> UInt64
    ) {
        var (expected, patience, isQuiet) = (1, 0, false)
        while let batch = queue.takeAll(expecting: expected, for: patience, lending: isQuiet) {
            let start = uptime()
            let result = attempt(batch, with: &owned.committer)
            let duration = uptime() &- start
            if case .success = result {
                owned.pace.note(count: batch.count, followers: queue.count, nanoseconds: duration)
            } else {
                owned.pace.noteFailure()
            }
            // From here to the next batch the turn may be another's, and what it owns.
            (expected, patience, isQuiet) = (owned.pace.expected, owned.pace.patience, owned.pace.isQuiet)
            answer(batch, with: result, committer: &owned.committer)
        }
    }

    private static func answer(
        _ batch: [Waiting], with result: Result<Void, StoreError>, committer: inout BatchCommitter
    ) {
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
