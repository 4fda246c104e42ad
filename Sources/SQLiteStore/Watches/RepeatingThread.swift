package import Allocation
import Dispatch
import Glibc

/// Does something every now and then, on a thread of its own that gives way to all others.
package final class RepeatingThread: Sendable {
    private let stopping: DispatchSemaphore
    private let thread: WorkerThread

    /// Starts the thread, which does it at once for the first time.
    ///
    /// - Parameters:
    ///   - seconds: between the end of one time and the next.
    ///   - report: told of a fault, once for as long as it is the same.
    ///   - body: what is done.
    /// - Throws: `StoreError.unavailable` when the system has no thread to give.
    package init(
        every seconds: Int, report: @escaping @Sendable (String) -> Void,
        _ body: @escaping @Sendable () throws(StoreError) -> Void
    ) throws(StoreError) {
        let stopping = DispatchSemaphore(value: 0)
        let thread = WorkerThread {
            // Linux gives each thread a nice value of its own (setpriority(2), "C library/kernel differences").
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
            var lastFault: StoreError?
            repeat {
                do throws(StoreError) {
                    try body()
                    lastFault = nil
                } catch {
                    if error != lastFault { report("watches cannot look: \(error)") }
                    lastFault = error
                }
            } while stopping.wait(timeout: .now() + .seconds(seconds)) == .timedOut
        }
        guard let thread else { throw .unavailable("the system has no thread for watches") }
        self.stopping = stopping
        self.thread = thread
    }

    /// Ends the thread, at the latest when what it does comes to its end. To be called once.
    package func stop() {
        stopping.signal()
        thread.join()
    }
}
