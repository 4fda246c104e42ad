import CLinux
import Dispatch
import Glibc
import Testing

@testable import HTTP

/// A TCP client that sends and reads plain bytes; reads give up after ten seconds.
///
/// What waits does so on a thread of Dispatch, to leave those of the concurrency runtime to the tests.
final class RawClient: Sendable {
    private let descriptor: Int32

    init(_ address: ListenAddress) throws {
        let target = try #require(SocketAddress(host: address.host, port: address.port))
        let descriptor = socket(target.isIPv6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.descriptor = descriptor
        var timeout = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        linux_set_option(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        var storage = target.storage
        let connected = linux_connect(descriptor, &storage)
        guard connected == 0 else { throw HTTPServerError(errno: errno, address: address) }
    }

    deinit { close(descriptor) }

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                linux_send(descriptor, $0.baseAddress, $0.count, 0)
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Says that nothing more will be sent.
    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Has the connection reset, not closed in order, when this client goes.
    func resetWhenDone() { linux_reset_on_close(descriptor) }

    /// Everything up to the end of the connection, or up to a timeout or reset (then nil).
    func readToEnd() async -> String? {
        await waiting {
            var all: [UInt8] = []
            while let bytes = self.read() {
                if bytes.isEmpty { return String(decoding: all, as: UTF8.self) }
                all += bytes
            }
            return nil
        }
    }

    /// What arrives until the text ends with `suffix`, or the connection ends.
    func read(until suffix: String) async -> String {
        await waiting {
            var text = ""
            while !text.hasSuffix(suffix), let bytes = self.read(), !bytes.isEmpty {
                text += String(decoding: bytes, as: UTF8.self)
            }
            return text
        }
    }

    /// Whether something can be read, or comes within so many milliseconds.
    func hasInput(within milliseconds: Int32) async -> Bool {
        await waiting {
            var entry = pollfd(fd: self.descriptor, events: Int16(POLLIN), revents: 0)
            return poll(&entry, 1, milliseconds) > 0
        }
    }

    /// Waits until the peer has closed, without reading.
    func waitForHangUp() async {
        await waiting {
            // POLLRDHUP, which Swift does not import.
            var entry = pollfd(fd: self.descriptor, events: 0x2000, revents: 0)
            poll(&entry, 1, 10_000)
        }
    }

    /// What arrives next; empty at the end, nil if nothing comes or the connection is reset.
    private func read() -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count < 0 ? nil : Array(bytes.prefix(count))
    }

    private func waiting<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: body()) }
        }
    }
}
