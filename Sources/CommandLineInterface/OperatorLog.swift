import Allocation
import Dispatch
import Synchronization

/// Lines for whoever runs the service, on standard error. No key, twin or body is ever in one.
///
/// Whoever reads standard error may stop reading, and a write would then wait; so lines are written by a queue of their own,
/// and the event loops never are. Lines beyond what waits there, or beyond so many a second, are left out and counted.
package final class OperatorLog: Sendable {
    private struct State {
        var second: UInt64 = 0
        var linesInSecond = 0
        var waiting = 0
        var leftOut = 0
    }

    private let terminal: Terminal
    private let linesPerSecond: Int
    private let mostWaiting: Int
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "operator log")

    /// - Parameters:
    ///   - terminal: whose standard error is written to.
    ///   - linesPerSecond: the most lines of a second that are written.
    ///   - mostWaiting: the most lines that wait for a reader.
    package init(to terminal: Terminal, linesPerSecond: Int = 20, mostWaiting: Int = 200) {
        self.terminal = terminal
        self.linesPerSecond = linesPerSecond
        self.mostWaiting = mostWaiting
    }

    /// Returns at once.
    package func write(_ message: String) {
        let second = terminal.surroundings.monotonicNanoseconds() / 1_000_000_000
        let leftOut: Int? = state.withLock { state in
            if state.second != second {
                state.second = second
                state.linesInSecond = 0
            }
            guard state.linesInSecond < linesPerSecond, state.waiting < mostWaiting else {
                state.leftOut += 1
                return nil
            }
            state.linesInSecond += 1
            state.waiting += 1
            defer { state.leftOut = 0 }
            return state.leftOut
        }
        guard let leftOut else { return }
        let now = terminal.surroundings.now
        let note = leftOut > 0 ? "\(now) \(leftOut) lines were left out here\n" : ""
        queue.async { [terminal, self] in
            terminal.writeError("\(note)\(now) \(TextTable.printable(message))\n")
            state.withLock { $0.waiting -= 1 }
        }
    }
}
