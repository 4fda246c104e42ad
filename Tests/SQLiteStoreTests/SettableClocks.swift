import Allocation
import Synchronization

@testable import SQLiteStore

/// Two clocks that a test sets.
final class SettableClocks: Sendable {
    /// Milliseconds of the time of day and of uptime.
    let now = Mutex((wall: Int64(1_000_000_000_000), up: UInt64(5_000)))

    func watch() -> ClockWatch {
        ClockWatch(
            clock: { [self] in Timestamp(milliseconds: now.withLock { $0.wall }) },
            uptime: { [self] in now.withLock { $0.up * 1_000_000 } })
    }

    /// Lets time pass, and sets the clock of the day besides.
    func pass(_ milliseconds: Int64, setting step: Int64 = 0) {
        now.withLock {
            $0.wall += milliseconds + step
            $0.up += UInt64(milliseconds)
        }
    }

    var wall: Timestamp { Timestamp(milliseconds: now.withLock { $0.wall }) }
}
