import Synchronization

/// A sum that several threads add to.
final class Sum: Sendable {
    private let total = Mutex(0)

    var value: Int { total.withLock { $0 } }

    func add(_ numbers: [Int]) {
        total.withLock { $0 += numbers.reduce(0, +) }
    }
}
