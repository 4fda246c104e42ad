import Glibc

/// Hands work from many threads to one that sleeps when there is none.
///
/// Whoever works has the turn, and there is one: the thread has it from when it takes elements until it comes for more. While
/// nothing waits it may be lent to another thread, which then does what it would have queued.
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
    /// At so many the one who takes is woken.
    private var wanted = 1
    private var isClosed = false
    /// The turn may be claimed.
    private var isLent = false
    private var isClaimed = false

    init(capacity: Int) {
        self.capacity = capacity
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        // So that setting the clock neither cuts a wait short nor stretches it.
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(filled, &attributes)
        pthread_condattr_destroy(&attributes)
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
        // Who claimed the turn wakes the thread when it gives it back.
        if waiting.count == wanted, !isClaimed { pthread_cond_signal(filled) }
        return .admitted
    }

    /// How many wait.
    var count: Int {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return waiting.count
    }

    /// Takes the turn, if it is to be had at once and nothing waits; it must be given back.
    func claimTurn() -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard isLent, !isClaimed, !isClosed, waiting.isEmpty else { return false }
        isClaimed = true
        return true
    }

    /// Whether the turn may be claimed now.
    var isTurnLent: Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return isLent && !isClaimed
    }

    /// Gives back a turn that was claimed.
    ///
    /// - Parameter lending: whether it may be claimed again.
    func giveBackTurn(lending: Bool) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        isClaimed = false
        isLent = lending
        if !waiting.isEmpty || isClosed { pthread_cond_signal(filled) }
    }

    /// Waits until there is something and nobody has the turn, and takes all of it, and the turn; the one that it had is given
    /// back meanwhile. For one thread.
    ///
    /// - Parameters:
    ///   - count: how many to wait for, as long as `time` lasts.
    ///   - time: in nanoseconds, below one second.
    ///   - lending: whether the turn may be claimed until there is something.
    /// - Returns: at least one; `nil` once the queue is closed and empty.
    func takeAll(expecting count: Int = 1, for time: Int = 0, lending: Bool = false) -> [Element]? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        isLent = lending
        if count > 1, time > 0 { wait(for: count, atMost: time) }
        while waiting.isEmpty || isClaimed {
            if isClosed, !isClaimed { return nil }
            pthread_cond_wait(filled, mutex)
        }
        isLent = false
        let taken = waiting
        waiting = []
        return taken
    }

    private func wait(for count: Int, atMost time: Int) {
        var end = timespec()
        clock_gettime(CLOCK_MONOTONIC, &end)
        end.tv_nsec += time
        if end.tv_nsec >= 1_000_000_000 {
            end.tv_sec += 1
            end.tv_nsec -= 1_000_000_000
        }
        wanted = count
        while waiting.count < count, !isClosed, pthread_cond_timedwait(filled, mutex, &end) == 0 {}
        wanted = 1
    }

    /// Takes nothing more in; what is there can still be taken out.
    func close() {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        isClosed = true
        pthread_cond_broadcast(filled)
    }
}
