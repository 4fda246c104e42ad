import API
import Allocation
import Synchronization

/// Lines for whoever runs the service, on standard error. No key, twin or body is ever in one.
///
/// A fault that hits every request would write as many lines as there are requests; so only so many a second
/// are written, and the rest are counted.
final class OperatorLog: Sendable {
    private static let linesPerSecond = 20

    private struct Window {
        var second: UInt64 = 0
        var written = 0
        var suppressed = 0
    }

    private let terminal: Terminal
    private let window = Mutex(Window())

    init(to terminal: Terminal) {
        self.terminal = terminal
    }

    func write(_ message: String) {
        let second = terminal.surroundings.monotonicNanoseconds() / 1_000_000_000
        let (writes, suppressed) = window.withLock { window in
            var suppressed = 0
            if window.second != second {
                suppressed = window.suppressed
                window = Window(second: second)
            }
            guard window.written < Self.linesPerSecond else {
                window.suppressed += 1
                return (false, suppressed)
            }
            window.written += 1
            return (true, suppressed)
        }
        let now = terminal.surroundings.now
        if suppressed > 0 {
            terminal.writeError("\(now) \(suppressed) more lines like these were left out\n")
        }
        if writes { terminal.writeError("\(now) \(TextTable.printable(message))\n") }
    }
}
