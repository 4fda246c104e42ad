import Allocation
import Synchronization

/// A clock whose sleeps return at once, its time then being what they waited for.
final class SteppedClock: Clock {
    struct Instant: InstantProtocol {
        let offset: Duration

        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (one: Instant, other: Instant) -> Bool { one.offset < other.offset }
    }

    private let state = Mutex<(now: Duration, sleeps: [Duration])>((.zero, []))

    var now: Instant { Instant(offset: state.withLock { $0.now }) }
    var sleeps: [Duration] { state.withLock { $0.sleeps } }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        state.withLock { state in
            state.sleeps.append(deadline.offset - state.now)
            state.now = max(state.now, deadline.offset)
        }
        await Task.yield()
    }

    func pass(_ time: Duration) { state.withLock { $0.now += time } }

    /// The time of day is 1795379125 s after the epoch when it starts.
    var surroundings: Surroundings {
        Surroundings(
            nanosecondsSinceEpoch: { 1_795_379_125_000_000_000 + self.nanoseconds },
            monotonicNanoseconds: { self.nanoseconds }, randomness: { 4 })
    }

    private var nanoseconds: UInt64 { UInt64(now.offset / .nanoseconds(1)) }
}
