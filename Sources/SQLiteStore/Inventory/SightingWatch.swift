package import Allocation
import Dispatch
import Glibc

/// Sweeps the history for sightings every now and then, on a thread of its own that gives way to all others.
package final class SightingWatch: Sendable {
    private let stopping: DispatchSemaphore
    private let thread: WorkerThread

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - directory: where both databases are.
    ///   - pause: between one sweep and the next, when there is nothing more to read.
    ///   - report: told of a fault, once for as long as it is the same.
    /// - Throws: `StoreError.unavailable` when the system has no thread to give.
    package init(
        in directory: DataDirectory, every pause: Duration, report: @escaping @Sendable (String) -> Void
    ) throws(StoreError) {
        let stopping = DispatchSemaphore(value: 0)
        let thread = WorkerThread {
            // Linux gives each thread a nice value of its own (setpriority(2), "C library/kernel differences").
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
            Self.run(SightingSweeper(in: directory), report: report) { isBehind in
                let time = isBehind ? .now() : DispatchTime.now() + pause.seconds
                return stopping.wait(timeout: time) == .timedOut
            }
        }
        guard let thread else { throw .unavailable("the system has no thread to look for devices seen") }
        self.stopping = stopping
        self.thread = thread
    }

    /// Ends the thread, at the latest when the sweep under way ends. To be called once.
    package func stop() {
        stopping.signal()
        thread.join()
    }

    /// - Parameters:
    ///   - sweeper: what sweeps.
    ///   - report: told of a fault, once for as long as it is the same.
    ///   - goesOn: waits before a sweep, not at all when there may be more to read already; `false` ends it.
    static func run(
        _ sweeper: SightingSweeper, report: (String) -> Void, while goesOn: (_ isBehind: Bool) -> Bool
    ) {
        var (isBehind, lastFault) = (false, StoreError?.none)
        while goesOn(isBehind) {
            do throws(StoreError) {
                isBehind = try sweeper.sweep()
                lastFault = nil
            } catch {
                isBehind = false
                if error != lastFault { report("devices seen cannot be noted: \(error)") }
                lastFault = error
            }
        }
    }
}

extension Duration {
    fileprivate var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
