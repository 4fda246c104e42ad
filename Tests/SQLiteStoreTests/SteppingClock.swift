import Glibc
import Synchronization

/// A clock that goes on by the same step at each reading, and remembers which thread read it last.
final class SteppingClock: Sendable {
    private let state = Mutex((time: UInt64(0), step: UInt64(0), reader: UInt(0)))

    /// Nanoseconds from one reading to the next, and so for all that lies between two.
    func setStep(_ nanoseconds: UInt64) {
        state.withLock { $0.step = nanoseconds }
    }

    func read() -> UInt64 {
        state.withLock { state in
            state.time += state.step
            state.reader = UInt(pthread_self())
            return state.time
        }
    }

    /// Whether the calling thread read it last.
    var wasReadHere: Bool { state.withLock { $0.reader == UInt(pthread_self()) } }
}
