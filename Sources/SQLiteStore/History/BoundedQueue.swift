import Glibc

/// Hands work from many threads to one that sleeps when there is none.
///
/// Built on a POSIX condition variable: Swift's own `Mutex` has none to wait on. Unchecked: every access to
/// the mutable parts holds the lock.
final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
    enum Admission {
        case admitted
        case full
        case closed
    }

    private let capacity: Int
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let filled = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var waiting: [Element] = []
    private var isClosed = false

    init(capacity: Int) {
        self.capacity = capacity
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(filled, nil)
    }

    deinit {
        pthread_cond_destroy(filled)
        pthread_mutex_destroy(mutex)
        filled.deallocate()
        mutex.deallocate()
    }

    /// Adds an element, unless the queue is full or closed.
    func append(_ element: Element) -> Admission {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard !isClosed else { return .closed }
        guard waiting.count < capacity else { return .full }
        waiting.append(element)
        if waiting.count == 1 { pthread_cond_signal(filled) }
        return .admitted
    }

    /// Waits until there is something, and takes all of it; `nil` once the queue is closed and empty.
    func takeAll() -> [Element]? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while waiting.isEmpty {
            if isClosed { return nil }
            pthread_cond_wait(filled, mutex)
        }
        let taken = waiting
        waiting = []
        return taken
    }

    /// Takes nothing more in; what is there can still be taken out.
    func close() {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        isClosed = true
        pthread_cond_broadcast(filled)
    }
}
