import Allocation
import Synchronization

/// Gives out the numbers of a fleet, each with the time at which its device may begin.
final class FleetPace: Sendable {
    private let count: Int
    /// Nanoseconds between two beginnings.
    private let interval: UInt64
    private let surroundings: Surroundings
    /// The number given out last, and when the next one may begin.
    private let state: Mutex<(number: Int, due: UInt64)>

    /// - Parameters:
    ///   - count: how many there are.
    ///   - rate: how many begin in a second, at most.
    ///   - surroundings: for the clock.
    init(count: Int, rate: Int, surroundings: Surroundings) {
        self.count = count
        self.surroundings = surroundings
        interval = 1_000_000_000 / UInt64(rate)
        state = Mutex((0, surroundings.monotonicNanoseconds()))
    }

    /// The next number, from 1, and how long it has to wait; `nil` after the last one.
    func next() -> (number: Int, wait: Duration)? {
        state.withLock { state in
            guard state.number < count else { return nil }
            state.number += 1
            let now = surroundings.monotonicNanoseconds()
            // What was missed is not made up for: a service that has just recovered is not run over.
            let begin = max(state.due, now)
            state.due = begin + interval
            return (state.number, .nanoseconds(Int64(clamping: begin - now)))
        }
    }
}
