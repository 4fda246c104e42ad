import CLinux
import Glibc

/// One client's connection: its socket, its buffers, and the task that serves it.
///
/// `@unchecked Sendable`: it belongs to its loop's thread. The task that serves it runs there, because
/// the loop is its preferred executor; what other code may hold (`HTTPRequestBody`, `HTTPBodyWriter`)
/// comes onto the loop first. After the loop has ended, only the task is left to touch it.
final class Connection: @unchecked Sendable {
    enum Direction { case reading, writing }

    /// Why a wait ended.
    enum Wake { case ready, timedOut, draining, closed }

    enum ReadResult { case bytes, wouldBlock, end }

    /// What became of bytes to send.
    enum Delivery { case sent, timedOut, failed }

    let loop: EventLoop
    let peer: SocketAddress?
    /// -1 when closed.
    private(set) var descriptor: Int32
    var input = ByteQueue()
    var output = ByteQueue()
    var body = BodyReader()
    /// Counts requests, so that a body or writer kept too long is recognised.
    var request: UInt64 = 0
    var handlingSince: Nanoseconds?
    var isStreaming = false
    var isChunkedStream = false
    var isIdle = false

    /// Reads, writes and pipelined requests since the task last waited; at most `turnsInARow`.
    private var turns = 0
    private static let turnsInARow = 16
    /// Not before epoll says so, which it does as soon as a socket is added that has something: to try at once
    /// would cost each silent connection a read buffer.
    private var isReadable = false
    /// The peer has sent FIN, so that a short read does not mean there is nothing more to read.
    private var isPeerClosed = false
    private var isHeldBack = false
    private var wasReportedOverdue = false
    private var waiter: UnsafeContinuation<Wake, Never>?
    private var direction = Direction.reading
    private var deadline: Nanoseconds = 0
    private var task: Task<Void, Never>?

    init(_ socket: AcceptedSocket, loop: EventLoop) {
        self.loop = loop
        peer = socket.peer
        descriptor = socket.descriptor
    }

    var isOpen: Bool { descriptor >= 0 }

    func start() {
        task = Task(executorPreference: loop) { await self.serve() }
    }

    // MARK: - From the loop

    /// Takes note of what epoll reports.
    func handle(_ events: UInt32) {
        let isBroken = events & UInt32(LINUX_BROKEN) != 0
        if isBroken || events & UInt32(LINUX_PEER_CLOSED) != 0 { isPeerClosed = true }
        if isBroken || events & UInt32(LINUX_READABLE | LINUX_PEER_CLOSED) != 0 {
            isReadable = true
            if direction == .reading { wake(.ready) }
        }
        if isBroken || events & UInt32(LINUX_WRITABLE) != 0 {
            if direction == .writing { wake(.ready) }
        }
        if isBroken, handlingSince != nil { task?.cancel() }
    }

    func checkDeadline(_ now: Nanoseconds) {
        if waiter != nil {
            if now >= deadline { return wake(.timedOut) }
            if isIdle {
                input.releaseMemory()
                output.releaseMemory()
            }
        }
        if let handlingSince, !wasReportedOverdue, now >= handlingSince + loop.context.times.handlerNotice {
            wasReportedOverdue = true
            loop.context.configuration.onEvent(.handlerOverdue(remoteAddress: peer?.host ?? ""))
        }
    }

    /// Makes an idle connection close; one with a request in flight closes after its answer.
    func drain() {
        if isIdle { wake(.draining) }
    }

    /// Cuts the connection, whatever it is doing.
    func abort() {
        task?.cancel()
        close()
    }

    func close() {
        guard isOpen else { return }
        loop.remove(descriptor)
        descriptor = -1
        wake(.closed)
    }

    private func wake(_ reason: Wake) {
        guard let waiter else { return }
        self.waiter = nil
        waiter.resume(returning: reason)
    }

    func beginHandling() {
        request &+= 1
        handlingSince = loop.now
        wasReportedOverdue = false
    }

    // MARK: - The socket

    /// Gives way to other connections now and then when this one's socket is always ready.
    func takeTurn() async {
        turns += 1
        guard turns >= Self.turnsInARow else { return }
        turns = 0
        await loop.yield()
    }

    /// Suspends until the socket is ready, or the deadline passes.
    func wait(for direction: Direction, until deadline: Nanoseconds) async -> Wake {
        // A second waiter can only come from a handler that reads its body twice at a time.
        guard isOpen, waiter == nil else { return .closed }
        // Not left to the next look at deadlines: a byte in each turn of the loop would put that off for ever.
        guard loop.now < deadline else { return .timedOut }
        // Input that came while the task waited to write was told once, and is not told again (epoll(7), edge-triggered).
        if direction == .reading, isReadable { return .ready }
        turns = 0
        return await withUnsafeContinuation { continuation in
            self.direction = direction
            self.deadline = deadline
            waiter = continuation
        }
    }

    /// Reads once into `input`, if the socket may have something.
    ///
    /// - Parameter room: the free space to offer, at least.
    /// - Returns: whether there is more in `input`, may be later, or will never be.
    func readAvailable(room: Int) -> ReadResult {
        while isReadable {
            var offered = 0
            let received = input.appendUpTo(room) { free in
                offered = free.count
                return recv(descriptor, free.baseAddress, free.count, 0)
            }
            if received > 0 {
                // epoll(7): on a stream, fewer bytes than asked for mean that there is no more for now.
                if received < offered, !isPeerClosed { isReadable = false }
                return .bytes
            }
            if received == 0 { return .end }
            switch errno {
            case EINTR: continue
            case EAGAIN: isReadable = false
            default: return .end
            }
        }
        return isOpen ? .wouldBlock : .end
    }

    /// Has the next read try the socket, whatever epoll has said.
    func assumeReadable() { isReadable = true }

    /// Sends all of `output`, and suspends while the socket takes no more.
    func flush(more: Bool = false) async -> Delivery {
        while !output.isEmpty {
            let count = output.count
            if let delivery = sendPending(more: more) { return delivery }
            guard output.count == count else { continue }
            let delivery = await waitUntilWritable()
            guard delivery == .sent else { return delivery }
        }
        return .sent
    }

    /// Sends large content from where it is, behind what is in `output`.
    func send(_ bytes: [UInt8]) async -> Delivery {
        guard await flush(more: true) == .sent else { return .failed }
        var offset = 0
        while offset < bytes.count {
            let sent = bytes.withUnsafeBytes {
                sendOnce(UnsafeRawBufferPointer(rebasing: $0[offset...]), more: false)
            }
            guard let sent else { return .failed }
            offset += sent
            guard sent == 0 else { continue }
            let delivery = await waitUntilWritable()
            guard delivery == .sent else { return delivery }
        }
        return .sent
    }

    private func waitUntilWritable() async -> Delivery {
        switch await wait(for: .writing, until: loop.now + loop.context.times.write) {
        case .ready, .draining: return .sent
        case .timedOut:
            // What the client does not take would stay in the kernel for minutes behind the FIN.
            if isOpen { linux_reset_on_close(descriptor) }
            return .timedOut
        case .closed: return .failed
        }
    }

    /// Sends what the socket takes now; nil if some is left.
    private func sendPending(more: Bool = false) -> Delivery? {
        guard let sent = sendOnce(output.bytes, more: more) else { return .failed }
        output.removeFirst(sent)
        return output.isEmpty ? .sent : nil
    }

    /// The number of bytes the socket took, 0 if it takes none now, nil if it is broken.
    private func sendOnce(_ bytes: UnsafeRawBufferPointer, more: Bool) -> Int? {
        while isOpen {
            let sent = linux_send(descriptor, bytes.baseAddress, bytes.count, more ? 1 : 0)
            if sent >= 0 { return sent }
            switch errno {
            case EINTR: continue
            case EAGAIN: return 0
            default: return nil
            }
        }
        return nil
    }

    // MARK: - Answers held back

    /// Leaves `output` for later, because another request is already here; the loop sends it at the
    /// latest before it sleeps, so that no answer waits for a slow handler of a later request.
    func holdBack() {
        guard !isHeldBack, !output.isEmpty else { return }
        isHeldBack = true
        loop.flushLater(self)
    }

    func flushHeldBack() {
        isHeldBack = false
        if !output.isEmpty { _ = sendPending() }
    }

    /// Says to the peer that nothing more will be sent.
    func shutDownWriting() { shutdown(descriptor, Int32(SHUT_WR)) }
}
