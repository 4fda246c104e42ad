package import Allocation
import Dispatch
import Glibc

/// Something that is done every now and then, on a thread of its own.
package final class RepeatedWork: Sendable {
    /// Does a piece, and tells whether there may be more to do at once.
    package typealias Step = () throws(StoreError) -> Bool

    /// When the next piece is done.
    package struct Pace: Sendable {
        let pause: Duration
        let breath: Duration
        let startsAtOnce: Bool
        let givesWay: Bool

        /// - Parameters:
        ///   - pause: after a piece with which all was done, or one that failed.
        ///   - breath: after any other piece.
        ///   - startsAtOnce: else it begins with a pause.
        ///   - givesWay: to all other threads. Not for what holds a lock that decisions wait for: a thread that holds it and does not
        ///     get the processor would hold them up.
        package init(
            pause: Duration, breath: Duration = .zero,
            startsAtOnce: Bool = false, givesWay: Bool = true
        ) {
            self.pause = pause
            self.breath = breath
            self.startsAtOnce = startsAtOnce
            self.givesWay = givesWay
        }
    }

    private let stopping: DispatchSemaphore
    private let thread: WorkerThread

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - pace: when a piece is done.
    ///   - fault: what cannot be done when it fails, for the report.
    ///   - report: told of a fault, once for as long as it is the same.
    ///   - makeStep: makes, on the thread, what does a piece.
    /// - Throws: `StoreError.unavailable` when the system has no thread to give.
    package init(
        _ pace: Pace, whenFailing fault: String, report: @escaping @Sendable (String) -> Void,
        makeStep: @escaping @Sendable () -> Step
    ) throws(StoreError) {
        let stopping = DispatchSemaphore(value: 0)
        let thread = WorkerThread {
            // Linux gives each thread a nice value of its own (setpriority(2), "C library/kernel differences").
            if pace.givesWay { setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19) }
            Self.run(
                makeStep(), startsAtOnce: pace.startsAtOnce, whenFailing: fault, report: report
            ) { isBehind in
                stopping.wait(timeout: .now() + (isBehind ? pace.breath : pace.pause).seconds) == .timedOut
            }
        }
        guard let thread else { throw .unavailable("the system has no thread to give; \(fault)") }
        self.stopping = stopping
        self.thread = thread
    }

    /// Ends the thread, at the latest when the piece under way is done. To be called once.
    package func stop() {
        stopping.signal()
        thread.join()
    }

    /// - Parameters:
    ///   - step: does a piece.
    ///   - startsAtOnce: takes it that there is something to do.
    ///   - fault: what cannot be done when it fails.
    ///   - report: told of a fault, once for as long as it is the same.
    ///   - goesOn: waits before a piece, longer when there was nothing more to do; `false` ends it.
    static func run(
        _ step: Step, startsAtOnce: Bool = false, whenFailing fault: String, report: (String) -> Void,
        while goesOn: (_ isBehind: Bool) -> Bool
    ) {
        var (isBehind, lastError) = (startsAtOnce, StoreError?.none)
        while goesOn(isBehind) {
            do throws(StoreError) {
                isBehind = try step()
                lastError = nil
            } catch {
                isBehind = false
                if error != lastError { report("\(fault): \(error)") }
                lastError = error
            }
        }
    }
}

extension Duration {
    fileprivate var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
