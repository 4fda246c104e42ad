import Synchronization

/// A monotonic clock that stands still until it is advanced.
final class SteppedUptime: Sendable {
    private let nanoseconds = Mutex<UInt64>(1_000_000_000)

    var now: UInt64 { nanoseconds.withLock { $0 } }

    func advance(by time: Duration) {
        nanoseconds.withLock { $0 += UInt64(time / .nanoseconds(1)) }
    }
}
