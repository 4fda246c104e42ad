import Synchronization

/// A number that only grows; any thread may add to it.
final class Counter: Sendable {
    private let value = Atomic<UInt64>(0)

    func add(_ amount: UInt64 = 1) {
        value.add(amount, ordering: .relaxed)
    }

    var total: UInt64 { value.load(ordering: .relaxed) }
}
