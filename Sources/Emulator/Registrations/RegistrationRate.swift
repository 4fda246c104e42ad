import Allocation
import Synchronization

/// Bounds the registrations within a minute, as the service does for all devices together.
final class RegistrationRate: Sendable {
    private struct Minute {
        var start: UInt64 = 0
        var count = 0
    }

    private let limit: Int?
    private let surroundings: Surroundings
    private let minute = Mutex(Minute())

    /// - Parameters:
    ///   - limit: registrations a minute; `nil` for no bound.
    ///   - surroundings: the clock.
    init(limit: Int?, surroundings: Surroundings) {
        self.limit = limit
        self.surroundings = surroundings
    }

    /// Counts a registration.
    ///
    /// - Throws: 429 for one too many.
    func count() throws(RegistrationRefusal) {
        guard let limit else { return }
        let now = surroundings.monotonicNanoseconds()
        let isWithin = minute.withLock { minute in
            if minute.count == 0 || now &- minute.start >= 60_000_000_000 {
                minute = Minute(start: now)
            }
            guard minute.count < limit else { return false }
            minute.count += 1
            return true
        }
        guard isWithin else { throw .throttled("more than \(limit) registrations within a minute") }
    }
}
