import CLinux
import Glibc

/// A bound, listening socket.
struct Listener {
    let descriptor: Int32
    /// The address with its real port.
    let address: ListenAddress

    private static let backlog: Int32 = 4096

    /// Opens listeners for all addresses, or none.
    static func open(_ addresses: [ListenAddress]) throws(HTTPServerError) -> [Listener] {
        var listeners: [Listener] = []
        do {
            for address in addresses { listeners += try open(address) }
        } catch {
            for listener in listeners { close(listener.descriptor) }
            throw error
        }
        return listeners
    }

    private static func open(_ address: ListenAddress) throws(HTTPServerError) -> [Listener] {
        switch address.host {
        case "localhost":
            let first = try open(address, host: "127.0.0.1", port: address.port)
            do {
                return [first, try open(address, host: "::1", port: first.address.port)]
            } catch {
                // A machine without IPv6 still has a localhost.
                if error.reason == .addressNotAvailable { return [first] }
                close(first.descriptor)
                throw error
            }
        case "":
            do {
                return [try open(address, host: "::", port: address.port, isDualStack: true)]
            } catch  where error.reason == .addressNotAvailable {
                return [try open(address, host: "0.0.0.0", port: address.port)]
            }
        default: return [try open(address, host: address.host, port: address.port)]
        }
    }

    private static func open(
        _ requested: ListenAddress, host: String, port: UInt16, isDualStack: Bool = false
    ) throws(HTTPServerError) -> Listener {
        guard let address = SocketAddress(host: host, port: port) else {
            throw HTTPServerError(.addressNotAvailable, address: requested)
        }
        let descriptor = linux_stream_socket(address.isIPv6 ? AF_INET6 : AF_INET)
        guard descriptor >= 0 else { throw HTTPServerError(errno: errno, address: requested) }
        // A port left in TIME_WAIT by the process before may be bound again at once.
        linux_set_option(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
        if address.isIPv6 {
            linux_set_option(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, isDualStack ? 0 : 1)
        }
        var storage = address.storage
        guard linux_bind(descriptor, &storage) == 0, listen(descriptor, backlog) == 0,
            linux_local_address(descriptor, &storage) == 0, let bound = SocketAddress(storage)
        else {
            let error = HTTPServerError(errno: errno, address: requested)
            close(descriptor)
            throw error
        }
        let boundHost = isDualStack ? "" : host
        return Listener(descriptor: descriptor, address: ListenAddress(host: boundHost, port: bound.port))
    }
}
