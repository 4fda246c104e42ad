package import Allocation
import Dispatch

/// Folds the history on a thread of its own, soon after its runs are finished.
///
/// Not at a low priority: a thread that holds the lock of the history and does not get the processor would hold up all decisions.
package final class FoldingWatch: Sendable {
    /// Between one look for finished runs and the next: what is not folded has to be read by each question.
    private static let pause = DispatchTimeInterval.milliseconds(100)

    /// Between two steps, so that decisions come in between.
    private static let breath = DispatchTimeInterval.milliseconds(2)

    private let stopping: DispatchSemaphore
    private let thread: WorkerThread

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - directory: where the history is.
    ///   - report: told of a fault, once for as long as it is the same.
    /// - Throws: `StoreError.unavailable` when the system has no thread to give.
    package init(in directory: DataDirectory, report: @escaping @Sendable (String) -> Void) throws(StoreError)
    {
        let stopping = DispatchSemaphore(value: 0)
        let thread = WorkerThread {
            Self.run(HistoryFolder(in: directory), report: report) { isBehind in
                stopping.wait(timeout: .now() + (isBehind ? Self.breath : Self.pause)) == .timedOut
            }
        }
        guard let thread else { throw .unavailable("the system has no thread to fold the history") }
        self.stopping = stopping
        self.thread = thread
    }

    /// Ends the thread, at the latest when the step under way ends. To be called once.
    package func stop() {
        stopping.signal()
        thread.join()
    }

    /// - Parameters:
    ///   - folder: what folds.
    ///   - report: told of a fault, once for as long as it is the same.
    ///   - goesOn: waits before a step, longer when there was nothing to do; `false` ends it.
    static func run(
        _ folder: HistoryFolder, report: (String) -> Void, while goesOn: (_ isBehind: Bool) -> Bool
    ) {
        var (isBehind, lastFault) = (false, StoreError?.none)
        while goesOn(isBehind) {
            do throws(StoreError) {
                isBehind = try folder.step()
                lastFault = nil
            } catch {
                isBehind = false
                if error != lastFault { report("the history cannot be folded: \(error)") }
                lastFault = error
            }
        }
    }
}
