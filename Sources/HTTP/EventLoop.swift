import CLinux
import Glibc
import Synchronization

/// One thread with its own epoll set, which runs the tasks of its connections.
///
/// As their preferred task executor it runs a handler where its connection's bytes arrive, without a
/// change of thread. Everything except what `inbox` holds belongs to the loop's thread.
///
/// `@unchecked Sendable`: the variables below are confined to that thread; `enqueue`, `adopt` and
/// `beginDraining` are what other threads may call.
final class EventLoop: TaskExecutor, @unchecked Sendable {
    /// What other threads leave for the loop.
    private struct Inbox {
        var jobs: [UnownedJob] = []
        var sockets: [AcceptedSocket] = []
        var startsDraining = false
        /// The loop is in epoll_wait, or about to be: a wake-up is needed, once.
        var isAsleep = false
        var isFinished = false

        var isEmpty: Bool { jobs.isEmpty && sockets.isEmpty && !startsDraining }
    }

    let context: ServerContext
    private let epoll: Int32
    private let wakeup: Int32
    private let inbox = Mutex(Inbox())
    private let thread = Atomic<UInt>(0)
    /// Connections this loop has or has been given, for choosing the least busy one.
    let load = Atomic<Int>(0)

    private var jobs: [UnownedJob] = []
    private var runningJobs: [UnownedJob] = []
    /// By descriptor. Descriptors are closed only while jobs run or deadlines are looked at, never while
    /// a batch of events is dispatched; so no event can meet the wrong connection.
    private var connections: [Connection?] = []
    private var connectionCount = 0
    /// Connections with answers held back because more requests are buffered.
    private var unflushed: [Connection] = []
    /// Tasks that let others go first.
    private var yielded: [UnsafeContinuation<Void, Never>] = []
    private var acceptor: Acceptor?
    private var nextScan: Nanoseconds = 0
    private var drainDeadline: Nanoseconds?
    private var date = HTTPDate()
    private var isDateCurrent = false
    /// The last wake-up had one cause at most, and nothing waits its turn.
    private(set) var isQuiet = true
    /// The monotonic clock as of the last wake-up.
    private(set) var now: Nanoseconds = 0

    init(context: ServerContext) throws(HTTPServerError) {
        self.context = context
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw HTTPServerError(errno: errno) }
        wakeup = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard wakeup >= 0, linux_epoll_add(epoll, wakeup, linux_wakeup_events()) == 0 else {
            let code = errno
            close(epoll)
            if wakeup >= 0 { close(wakeup) }
            throw HTTPServerError(errno: code)
        }
    }

    deinit {
        close(epoll)
        close(wakeup)
    }

    /// Whether the caller runs on this loop's thread.
    var isCurrent: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

    var isDraining: Bool { drainDeadline != nil }

    /// The `Date` field line of this moment, to the second.
    var dateLine: [UInt8] {
        if !isDateCurrent {
            date.update(to: context.configuration.now())
            isDateCurrent = true
        }
        return date.line
    }

    // MARK: - From any thread

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isCurrent {
            jobs.append(job)
            return
        }
        let isFinished = post { $0.jobs.append(job) }
        // What is left of a handler that outlived its server runs elsewhere; its connection is closed.
        if isFinished { globalConcurrentExecutor.enqueue(ExecutorJob(job)) }
    }

    /// Takes over a socket that was just accepted and counted.
    func adopt(_ socket: AcceptedSocket) {
        load.add(1, ordering: .relaxed)
        if isCurrent {
            open(socket)
        } else if post({ $0.sockets.append(socket) }) {
            close(socket.descriptor)
            context.connectionClosed()
        }
    }

    /// Lets requests in flight finish, until the drain timeout, and then ends the loop.
    func beginDraining() {
        _ = post { $0.startsDraining = true }
    }

    /// Changes the inbox and wakes the loop if it sleeps.
    ///
    /// - Returns: whether the loop has ended, and the inbox was left alone.
    private func post(_ change: (inout Inbox) -> Void) -> Bool {
        let (isFinished, wakes) = inbox.withLock { inbox in
            guard !inbox.isFinished else { return (true, false) }
            change(&inbox)
            defer { inbox.isAsleep = false }
            return (false, inbox.isAsleep)
        }
        if wakes { eventfd_write(wakeup, 1) }
        return isFinished
    }

    // MARK: - On the loop's thread

    /// Runs until drained. Called once, on the loop's own thread.
    func run(acceptor: Acceptor?) {
        thread.store(UInt(pthread_self()), ordering: .relaxed)
        now = context.configuration.uptime()
        self.acceptor = acceptor
        acceptor?.register(in: epoll)
        var events = [epoll_event](repeating: epoll_event(), count: 256)
        while drainDeadline == nil || connectionCount > 0 {
            let timeout = runPendingWork() ? 0 : sleepTime
            let count = epoll_wait(epoll, &events, Int32(events.count), timeout)
            now = max(now, context.configuration.uptime())
            isDateCurrent = false
            isQuiet = count <= 1 && yielded.isEmpty
            for index in 0..<Int(max(count, 0)) {
                // The eventfd is edge-triggered and so never read: each write is a new edge.
                dispatch(events[index].data.fd, events[index].events)
            }
            resumeYielded()
            if now >= nextScan { scanDeadlines() }
        }
        finish()
    }

    /// Runs jobs and empties the inbox.
    ///
    /// - Returns: whether there is more to do at once; if not, other threads know that the loop sleeps.
    private func runPendingWork() -> Bool {
        runJobs()
        flushHeldBack()
        var posted = Inbox()
        inbox.withLock { inbox in
            if inbox.isEmpty {
                inbox.isAsleep = jobs.isEmpty && yielded.isEmpty
            } else {
                swap(&inbox, &posted)
            }
        }
        jobs += posted.jobs
        for socket in posted.sockets { open(socket) }
        if posted.startsDraining { startDraining() }
        // Only a loop that found its inbox empty has said that it sleeps.
        return !posted.isEmpty || !jobs.isEmpty || !yielded.isEmpty || isDraining && connectionCount == 0
    }

    private func runJobs() {
        // A job that goes on enqueuing more must not keep the sockets waiting for ever.
        for _ in 0..<8 where !jobs.isEmpty {
            swap(&jobs, &runningJobs)
            for job in runningJobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
            runningJobs.removeAll(keepingCapacity: true)
        }
    }

    /// Milliseconds to sleep for: until deadlines are next looked at, or for ever if there are none.
    private var sleepTime: Int32 {
        guard connectionCount > 0 || acceptor?.isPaused == true else { return -1 }
        return Int32(clamping: (max(nextScan, now) - now) / 1_000_000 + 1)
    }

    private func dispatch(_ descriptor: Int32, _ events: UInt32) {
        if let connection = connection(descriptor) {
            connection.handle(events)
        } else {
            acceptor?.accept(from: descriptor)
        }
    }

    private func connection(_ descriptor: Int32) -> Connection? {
        let index = Int(descriptor)
        return index < connections.count ? connections[index] : nil
    }

    private func open(_ socket: AcceptedSocket) {
        let connection = Connection(socket, loop: self)
        guard linux_epoll_add(epoll, socket.descriptor, linux_connection_events()) == 0 else {
            close(socket.descriptor)
            connectionClosed()
            return
        }
        let index = Int(socket.descriptor)
        while connections.count <= index { connections.append(nil) }
        connections[index] = connection
        connectionCount += 1
        // After a long sleep the next look at deadlines lies in the past; it need not come at once.
        if connectionCount == 1 { nextScan = now + context.times.scan }
        connection.start()
    }

    /// Forgets a connection, whose socket closes now.
    func remove(_ descriptor: Int32) {
        connections[Int(descriptor)] = nil
        connectionCount -= 1
        close(descriptor)
        connectionClosed()
    }

    private func connectionClosed() {
        load.subtract(1, ordering: .relaxed)
        context.connectionClosed()
    }

    /// Makes sure that answers a connection holds back are sent before the loop sleeps.
    func flushLater(_ connection: Connection) { unflushed.append(connection) }

    private func flushHeldBack() {
        for connection in unflushed { connection.flushHeldBack() }
        unflushed.removeAll(keepingCapacity: true)
    }

    /// Suspends the caller until the sockets have been looked at again and others have had their turn.
    func yield() async {
        guard isCurrent else { return }
        await withUnsafeContinuation { yielded.append($0) }
    }

    private func resumeYielded() {
        let resumed = yielded
        yielded.removeAll(keepingCapacity: true)
        for continuation in resumed { continuation.resume() }
    }

    private func scanDeadlines() {
        nextScan = now + context.times.scan
        acceptor?.resume()
        for connection in connections { connection?.checkDeadline(now) }
        guard let drainDeadline, now >= drainDeadline, connectionCount > 0 else { return }
        context.configuration.onEvent(.drainExpired(connections: connectionCount))
        for connection in connections { connection?.abort() }
    }

    private func startDraining() {
        guard drainDeadline == nil else { return }
        drainDeadline = now + context.times.drain
        // The other loops drain after the last accepted socket was handed to them.
        acceptor?.stop()
        acceptor = nil
        for connection in connections { connection?.drain() }
    }

    private func finish() {
        resumeYielded()
        var posted = Inbox()
        thread.store(0, ordering: .relaxed)
        inbox.withLock { inbox in
            swap(&inbox, &posted)
            inbox.isFinished = true
        }
        for socket in posted.sockets {
            close(socket.descriptor)
            connectionClosed()
        }
        for job in jobs + posted.jobs { globalConcurrentExecutor.enqueue(ExecutorJob(job)) }
        jobs = []
    }
}
