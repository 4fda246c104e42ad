import CLinux
import Glibc

/// A connection to a server; closed when nobody holds it any more.
final class ClientConnection: Sendable {
    /// What a connection can be used again for.
    struct Server: Hashable, Sendable {
        let host: String
        let port: UInt16
    }

    let server: Server
    private let descriptor: Int32

    /// Asked of the socket at once.
    private static let readSize = 16 * 1024

    /// A connection to the first address that lets itself be connected to.
    ///
    /// Each has an equal share of the time that remains, so that one which never answers does not take all of it (RFC 8305 does
    /// more, and would pay for connections that are made once and used for long).
    static func opened(
        to server: Server, at addresses: [SocketAddress], deadline: ExchangeDeadline
    ) throws(HTTPClientError) -> ClientConnection {
        var failure: Int32 = 0
        for (index, address) in addresses.enumerated() {
            let isLast = index == addresses.count - 1
            let share = isLast ? .max : deadline.remaining / Nanoseconds(addresses.count - index)
            let descriptor = linux_stream_socket(address.isIPv6 ? AF_INET6 : AF_INET)
            guard descriptor >= 0 else {
                failure = errno
                continue
            }
            do throws(HTTPClientError) {
                failure = try Self.connect(descriptor, to: address, deadline: deadline, share: share)
            } catch {
                close(descriptor)
                throw error
            }
            if failure == 0 { return ClientConnection(server, descriptor) }
            close(descriptor)
        }
        throw .unreachable(systemErrorText(failure))
    }

    private init(_ server: Server, _ descriptor: Int32) {
        self.server = server
        self.descriptor = descriptor
        linux_set_option(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    }

    deinit { close(descriptor) }

    /// - Returns: 0, or the errno of why not.
    private static func connect(
        _ descriptor: Int32, to address: SocketAddress, deadline: ExchangeDeadline, share: Nanoseconds
    ) throws(HTTPClientError) -> Int32 {
        var storage = address.storage
        if linux_connect(descriptor, &storage) == 0 { return 0 }
        // connect(2): with EINTR, too, the connection goes on being made.
        guard errno == EINPROGRESS || errno == EINTR else { return errno }
        guard try deadline.wait(for: descriptor, Int32(POLLOUT), atMost: share) != 0 else { return ETIMEDOUT }
        var (code, size) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
        guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size) == 0 else { return errno }
        return code
    }

    /// Whether nothing has come since the last answer: neither bytes nor the end.
    var isQuiet: Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) == 0
    }

    /// Has the connection reset when it closes: what the server has not taken would stay in the kernel for minutes.
    func resetWhenDone() { linux_reset_on_close(descriptor) }

    /// Sends bytes, and stops when the server answers or closes in between.
    ///
    /// - Returns: whether all were taken. If not, an answer may still be there to read (RFC 9112 §9.3: a client should watch for one
    ///   while it sends, and stop sending).
    func send(_ bytes: [UInt8], _ deadline: ExchangeDeadline) throws(HTTPClientError) -> Bool {
        var offset = 0
        while offset < bytes.count {
            let sent = bytes.withUnsafeBytes { bytes in
                let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
                return linux_send(descriptor, rest.baseAddress, rest.count, 0)
            }
            if sent >= 0 {
                offset += sent
                continue
            }
            switch errno {
            case EINTR: continue
            case EAGAIN:
                let ready = try deadline.wait(for: descriptor, Int32(POLLOUT) | Int32(POLLIN))
                if ready & Int32(POLLIN) != 0 { return false }
            default: return false
            }
        }
        return true
    }

    /// Adds what comes next to `input`.
    ///
    /// - Returns: false at the end of the connection.
    func receive(
        into input: inout ByteQueue, _ deadline: ExchangeDeadline
    ) throws(HTTPClientError) -> Bool {
        while true {
            // A server that always has another byte would otherwise never let the clock be looked at.
            try deadline.check()
            let received = input.appendUpTo(Self.readSize) { recv(descriptor, $0.baseAddress, $0.count, 0) }
            if received > 0 { return true }
            if received == 0 { return false }
            switch errno {
            case EINTR: continue
            case EAGAIN: _ = try deadline.wait(for: descriptor, Int32(POLLIN))
            default: throw .disconnected
            }
        }
    }
}
