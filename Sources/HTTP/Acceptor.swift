import CLinux
import Glibc
import Synchronization

/// A socket fresh from accept4, with its peer.
struct AcceptedSocket: Sendable {
    let descriptor: Int32
    let peer: SocketAddress?
}

/// Accepts connections for all loops of a server; it belongs to the first loop's thread.
///
/// `@unchecked Sendable`: it is made by the thread that starts the server and then used by the loop.
final class Acceptor: @unchecked Sendable {
    private let listeners: [Int32]
    private let loops: [EventLoop]
    private let context: ServerContext
    private var epoll: Int32 = -1
    /// Whether accepting waits for the next look at deadlines, because descriptors ran out.
    private(set) var isPaused = false

    init(listeners: [Int32], loops: [EventLoop], context: ServerContext) {
        self.listeners = listeners
        self.loops = loops
        self.context = context
    }

    /// Has the loop's epoll set report connections that wait.
    func register(in epoll: Int32) {
        self.epoll = epoll
        for listener in listeners { linux_epoll_add(epoll, listener, UInt32(LINUX_READABLE)) }
    }

    /// Accepts what waits at a listener; other descriptors (the wake-up's) are ignored.
    func accept(from listener: Int32) {
        guard !isPaused, listeners.contains(listener) else { return }
        // Bounded, so that a flood of connections leaves time for those that are open.
        for _ in 0..<128 {
            guard acceptOne(from: listener) else { return }
        }
    }

    private func acceptOne(from listener: Int32) -> Bool {
        var storage = sockaddr_storage()
        let descriptor = linux_accept(listener, &storage)
        guard descriptor >= 0 else {
            switch errno {
            case EINTR, ECONNABORTED, EPROTO: return true
            case EAGAIN: return false
            default:
                pause(because: errno)
                return false
            }
        }
        guard context.admitConnection() else {
            refuse(descriptor)
            return true
        }
        linux_set_option(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        let socket = AcceptedSocket(descriptor: descriptor, peer: SocketAddress(storage))
        leastLoaded?.adopt(socket)
        return true
    }

    private var leastLoaded: EventLoop? {
        loops.min { $0.load.load(ordering: .relaxed) < $1.load.load(ordering: .relaxed) }
    }

    /// RFC 9110 §15.6.4: 503 with Retry-After when there is no room.
    private func refuse(_ descriptor: Int32) {
        let text: StaticString = "503 Service Unavailable\n"
        var answer = ByteQueue()
        context.encoder.encodeHead(
            .serviceUnavailable,
            fields: [
                ("Content-Type", "text/plain; charset=utf-8"),
                ("Retry-After", "\(context.limits.retryAfter)"),
            ],
            framing: .length(text.utf8CodeUnitCount), connection: .close, date: loops.first?.dateLine ?? [],
            into: &answer)
        answer.append(text)
        linux_send(descriptor, answer.bytes.baseAddress, answer.count, 0)
        shutdown(descriptor, Int32(SHUT_WR))
        // A request already here is read, or closing would reset the connection before the answer is read.
        var discarded = [UInt8](repeating: 0, count: 4096)
        recv(descriptor, &discarded, discarded.count, 0)
        close(descriptor)
        context.configuration.onEvent(.connectionRefused)
    }

    /// accept(2): after EMFILE, ENFILE, ENOBUFS or ENOMEM the connection stays in the backlog and the
    /// listener ready, so that going on, or only waiting for events, would spin.
    private func pause(because code: Int32) {
        isPaused = true
        for listener in listeners { linux_epoll_change(epoll, listener, 0) }
        context.configuration.onEvent(.acceptFailed(errno: code))
    }

    /// Listens again if accepting was paused.
    func resume() {
        guard isPaused else { return }
        isPaused = false
        for listener in listeners { linux_epoll_change(epoll, listener, UInt32(LINUX_READABLE)) }
    }

    /// Accepts what already waits, closes the listeners, and has the other loops drain.
    func stop() {
        for listener in listeners {
            while acceptOne(from: listener) {}
            close(listener)
        }
        for loop in loops where !loop.isCurrent { loop.beginDraining() }
    }
}
