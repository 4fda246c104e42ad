import CLinux
import Glibc
import Testing

@testable import HTTP

/// A server on loopback that does on each connection what a script says, in plain bytes.
final class ScriptedServer: Sendable {
    let address: ListenAddress
    /// Every request that was read whole, as text.
    let requests = Notes<String>()
    private let listener: Listener
    private let stop: Int32

    /// Listens, and runs a script on a thread of its own for each connection, which closes when the script returns.
    ///
    /// - Parameter script: told how many connections came before.
    /// - Throws: why it cannot listen.
    init(_ script: @escaping @Sendable (ScriptedConnection, Int) -> Void) throws {
        listener = try #require(try Listener.open([ListenAddress(host: "127.0.0.1", port: 0)]).first)
        address = listener.address
        stop = eventfd(0, 0)
        let (listener, stop, requests) = (listener.descriptor, dup(stop), requests)
        try LoopThread {
            var count = 0
            while Self.isReadable(listener, unless: stop) {
                var peer = sockaddr_storage()
                let descriptor = linux_accept(listener, &peer)
                guard descriptor >= 0 else { continue }
                let (connection, number) = (ScriptedConnection(descriptor, requests), count)
                count += 1
                try? LoopThread { script(connection, number) }.detach()
            }
            close(listener)
            close(stop)
        }.detach()
    }

    deinit {
        eventfd_write(stop, 1)
        close(stop)
    }

    /// Answers the first request of each connection with these pieces, and closes.
    convenience init(answering pieces: [UInt8]...) throws {
        try self.init { connection, _ in
            guard connection.readRequest() != nil else { return }
            for piece in pieces { connection.send(piece) }
        }
    }

    func url(_ target: String = "/") throws -> HTTPURL { try HTTPURL("http://\(address)\(target)") }

    private static func isReadable(_ listener: Int32, unless stop: Int32) -> Bool {
        var entries = [
            pollfd(fd: listener, events: Int16(POLLIN), revents: 0),
            pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
        ]
        poll(&entries, 2, 60_000)
        return entries[1].revents == 0
    }
}

/// The server's side of one connection; waits end after ten seconds.
final class ScriptedConnection: Sendable {
    private let descriptor: Int32
    private let requests: Notes<String>

    init(_ descriptor: Int32, _ requests: Notes<String>) {
        self.descriptor = descriptor
        self.requests = requests
    }

    deinit { close(descriptor) }

    /// The next request with its content, or nil if the connection ends before.
    func readRequest() -> String? {
        var bytes: [UInt8] = []
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.firstRange(of: "\r\n\r\n") {
                let head = text[..<end.lowerBound].lowercased()
                let length = head.firstRange(of: "content-length: ").map {
                    Int(head[$0.upperBound...].prefix { $0.isNumber }) ?? 0
                }
                if text[end.upperBound...].utf8.count >= length ?? 0 {
                    requests.add(text)
                    return text
                }
            }
            guard wait(for: POLLIN) else { return nil }
            var piece = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &piece, piece.count, 0)
            guard count > 0 else { return nil }
            bytes += piece.prefix(count)
        }
    }

    func send(_ text: String) { send(Array(text.utf8)) }

    /// - Returns: whether the client took them all.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { linux_send(descriptor, $0.baseAddress, $0.count, 0) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else {
                guard count < 0, errno == EAGAIN, wait(for: POLLOUT) else { return false }
            }
        }
        return true
    }

    /// Has the connection reset, not closed in order, when the script returns.
    func resetWhenDone() { linux_reset_on_close(descriptor) }

    /// Waits until the client closes, or something comes; at most so long.
    @discardableResult
    func waitForClient(milliseconds: Int32 = 10_000) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, milliseconds) > 0
    }

    /// Waits until the client closes, without reading.
    func waitForHangUp() {
        // POLLRDHUP, which Swift does not import.
        var entry = pollfd(fd: descriptor, events: 0x2000, revents: 0)
        poll(&entry, 1, 10_000)
    }

    private func wait(for events: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        return poll(&entry, 1, 10_000) > 0
    }
}
