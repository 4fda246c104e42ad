import Allocation

/// Notices when the system's clock was set: it then moved otherwise than the one that never is.
///
/// Both are slewed alike (clock_gettime(2), "CLOCK_MONOTONIC"), so a clock that is only brought into step moves them together.
struct ClockWatch {
    /// What a clock said, and by how many milliseconds it had moved by itself.
    struct Step: Equatable {
        let by: Int64
        let clock: Timestamp

        /// As the event's detail has it.
        var json: JSONValue {
            ["by": .number(JSONNumber(by)), "clock": .string(clock.description)]
        }
    }

    /// Milliseconds; less is a matter of threads that wait for a processor, and of other servers' clocks.
    static let tolerance: Int64 = 1_000

    private let clock: @Sendable () -> Timestamp
    private let uptime: @Sendable () -> UInt64

    /// By how much the one clock is ahead of the other, in milliseconds; `nil` before they were read.
    private var difference: Int64?

    /// The time in the history that the clock was found to be behind, and that is noted.
    private var heldAt: Timestamp?

    /// - Parameters:
    ///   - clock: the time of day, which can be set.
    ///   - uptime: nanoseconds on a clock that is never set.
    init(clock: @escaping @Sendable () -> Timestamp, uptime: @escaping @Sendable () -> UInt64) {
        self.clock = clock
        self.uptime = uptime
    }

    /// Compares the clocks.
    ///
    /// - Parameters:
    ///   - last: the latest time in the history.
    ///   - isNoted: whether the history's end says already that its time is ahead of the clock; asked when that is so.
    /// - Returns: what the clock says, and its step since the last call, or, at the first call, behind the history; `nil` when it
    ///   went as it should.
    mutating func look(behind last: Timestamp, isNoted: () throws -> Bool) rethrows -> (
        now: Timestamp, step: Step?
    ) {
        let before = uptime()
        let now = clock()
        let after = uptime()
        // The thread had to wait between the readings: they say nothing of each other.
        guard after &- before < 100_000_000 else { return (now, nil) }
        let found = now.milliseconds - Int64(before / 1_000_000)
        let moved = found - (difference ?? found)
        let isBehind = last.milliseconds > now.milliseconds + Self.tolerance
        defer { if isBehind { heldAt = last } }
        if abs(moved) > Self.tolerance {
            difference = found
            return (now, Step(by: moved, clock: now))
        }
        if difference == nil { difference = found }
        guard isBehind, heldAt != last, try !isNoted() else { return (now, nil) }
        return (now, Step(by: now.milliseconds - last.milliseconds, clock: now))
    }
}
