import Synchronization

/// How many pieces of long work of a kind there may be at once.
final class Places: Sendable {
    private let free: Mutex<Int>

    init(_ count: Int) {
        free = Mutex(count)
    }

    /// `nil` when all are taken.
    func take() -> Place? {
        let isFree = free.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
        return isFree ? Place(of: self) : nil
    }

    private func giveBack() {
        free.withLock { $0 += 1 }
    }

    /// A place that is given back with its last holder, whatever becomes of the answer that it was taken for.
    final class Place: Sendable {
        private let places: Places

        fileprivate init(of places: Places) {
            self.places = places
        }

        deinit {
            places.giveBack()
        }
    }
}
