import CLinux
import Glibc
import Synchronization

/// Threads for work that blocks: made when needed, bounded in number, ended when idle or when nobody needs them any more.
final class ExchangeThreads: Sendable {
    private struct State: ~Copyable {
        var work = ExchangeQueue()
        var threads = 0
        /// Threads that wait for work, and those that were woken and have not yet looked.
        var idle = 0
        var isClosed = false
    }

    /// Has a thread of its own run the closure, and throws if there can be none.
    typealias Start = @Sendable (_ body: @escaping @Sendable () -> Void) throws(HTTPServerError) -> Void

    private let limit: Int
    private let idleMilliseconds: Int32
    private let start: Start
    /// An eventfd that counts wake-ups, each taken by one thread (EFD_SEMAPHORE); -1 where there is none.
    private let wakeups: Int32
    private let state = Mutex(State())

    init(
        limit: Int, idleTime: Duration,
        start: @escaping Start = { body throws(HTTPServerError) in try LoopThread(body).detach() }
    ) {
        self.limit = max(1, limit)
        self.start = start
        idleMilliseconds = Int32(clamping: idleTime.nanoseconds / 1_000_000)
        wakeups = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK | EFD_SEMAPHORE))
    }

    deinit { if wakeups >= 0 { Glibc.close(wakeups) } }

    /// How much work waits for a thread.
    var waitingCount: Int { state.withLock { $0.work.count } }

    /// Runs `body` on one of the threads, as soon as one is free.
    ///
    /// - Parameters:
    ///   - body: may block.
    ///   - fail: called instead, on any thread, when there is no thread and none can be made.
    func run(_ body: @escaping @Sendable () -> Void, orElse fail: @escaping @Sendable () -> Void) {
        let startsThread = state.withLock { state in
            state.work.add(ExchangeQueue.Work(run: body, fail: fail))
            guard state.work.count > state.idle || wakeups < 0, state.threads < limit else { return false }
            state.threads += 1
            return true
        }
        guard startsThread else {
            eventfd_write(wakeups, 1)
            return
        }
        do throws(HTTPServerError) {
            try start { self.runWork() }
        } catch {
            let failed = state.withLock { state in
                state.threads -= 1
                // Other threads will come to it. If there is none, nobody comes to anything that waits: others may have counted on
                // the thread that was to be.
                return state.threads == 0 ? state.work.takeAll() : []
            }
            for work in failed { work.fail() }
        }
    }

    /// Has idle threads end now, and the others behind what they do.
    func close() {
        let threads = state.withLock { state in
            state.isClosed = true
            return state.threads
        }
        if threads > 0 { eventfd_write(wakeups, UInt64(threads)) }
    }

    private func runWork() {
        while let body = nextWork() { body() }
    }

    private enum Next {
        case work(@Sendable () -> Void)
        case wait
        case end
    }

    private func nextWork() -> (@Sendable () -> Void)? {
        var hasWaited = false
        while true {
            switch next(hasWaited: hasWaited) {
            case .work(let body): return body
            case .end: return nil
            case .wait: hasWaited = !waitForWakeup()
            }
        }
    }

    private func next(hasWaited: Bool) -> Next {
        state.withLock { state in
            if let work = state.work.takeFirst() { return .work(work.run) }
            guard !state.isClosed, !hasWaited else {
                state.threads -= 1
                return .end
            }
            state.idle += 1
            return .wait
        }
    }

    /// - Returns: whether there was a wake-up, and not only the end of the time.
    private func waitForWakeup() -> Bool {
        var entry = pollfd(fd: wakeups, events: Int16(POLLIN), revents: 0)
        let isWoken = poll(&entry, 1, idleMilliseconds) != 0
        var count: eventfd_t = 0
        eventfd_read(wakeups, &count)
        state.withLock { $0.idle -= 1 }
        return isWoken
    }
}
