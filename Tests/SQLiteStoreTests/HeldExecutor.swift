import Synchronization

/// Holds jobs back until it is told to run them, so that a test knows when all of its tasks have come to
/// wait.
final class HeldExecutor: TaskExecutor {
    /// `nil` once nothing is held back any more.
    private let held = Mutex<[UnownedJob]?>([])

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isHeld = held.withLock { held in
            held?.append(job)
            return held != nil
        }
        if !isHeld { job.runSynchronously(on: asUnownedTaskExecutor()) }
    }

    /// Runs every task up to where it waits for something; from then on they run as they are woken.
    func runUntilAllWait() {
        while let jobs = held.withLock({ held in
            let jobs = held ?? []
            held = jobs.isEmpty ? nil : []
            return jobs.isEmpty ? nil : jobs
        }) {
            for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
        }
    }
}
