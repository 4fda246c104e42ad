import CLinux
import Glibc
import Synchronization

/// Looks up hosts' names.
///
/// getaddrinfo(3) cannot be told how long it may take, nor be stopped. So each look-up has a thread of its own, which is left to itself
/// when the time is over.
final class NameLookups: Sendable {
    private let limit: Int
    private let running = Atomic<Int>(0)

    /// - Parameter limit: look-ups at once, those left to themselves included.
    init(limit: Int) { self.limit = limit }

    /// The addresses of a host, in the order in which they should be tried (RFC 6724); a literal is its own address.
    func addresses(
        of host: String, port: UInt16, deadline: ExchangeDeadline
    ) throws(HTTPClientError) -> [SocketAddress] {
        if let literal = SocketAddress(host: host, port: port) { return [literal] }
        guard running.add(1, ordering: .relaxed).newValue <= limit else {
            running.subtract(1, ordering: .relaxed)
            throw .unreachable("too many names are being looked up")
        }
        do {
            let lookup = try NameLookup(host: host, port: port)
            try LoopThread { [self] in
                lookup.run()
                running.subtract(1, ordering: .relaxed)
            }.detach()
            return try lookup.addresses(deadline)
        } catch let error as HTTPClientError {
            throw error
        } catch {
            running.subtract(1, ordering: .relaxed)
            throw .unreachable("no thread could be started")
        }
    }
}

/// One look-up of a name, done on one thread and awaited on another.
private final class NameLookup: Sendable {
    private let host: String
    private let port: UInt16
    private let outcome = Mutex<Result<[SocketAddress], HTTPClientError>?>(nil)
    /// An eventfd that is readable once there is an outcome.
    private let done: Int32

    init(host: String, port: UInt16) throws(HTTPServerError) {
        self.host = host
        self.port = port
        done = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard done >= 0 else { throw HTTPServerError(errno: errno) }
    }

    deinit { if done >= 0 { close(done) } }

    func run() {
        let result = resolve()
        outcome.withLock { $0 = result }
        eventfd_write(done, 1)
    }

    func addresses(_ deadline: ExchangeDeadline) throws(HTTPClientError) -> [SocketAddress] {
        _ = try deadline.wait(for: done, Int32(POLLIN))
        guard let result = outcome.withLock({ $0 }) else { throw .timedOut }
        return try result.get()
    }

    private func resolve() -> Result<[SocketAddress], HTTPClientError> {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &list)
        guard code == 0 else {
            guard linux_is_unknown_name(code) == 0 else { return .failure(.unknownHost(host)) }
            let words = gai_strerror(code).map { String(cString: $0) } ?? "error \(code)"
            return .failure(.unreachable("the name \(host) could not be looked up: \(words)"))
        }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var entry = list
        while let info = entry?.pointee {
            var storage = sockaddr_storage()
            let size = min(Int(info.ai_addrlen), MemoryLayout<sockaddr_storage>.size)
            if let source = info.ai_addr { memcpy(&storage, source, size) }
            if let address = SocketAddress(storage), !addresses.contains(address) {
                addresses.append(address)
            }
            entry = info.ai_next
        }
        return addresses.isEmpty ? .failure(.unknownHost(host)) : .success(addresses)
    }
}
