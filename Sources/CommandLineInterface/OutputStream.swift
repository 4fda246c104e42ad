import Glibc
import Synchronization

/// Standard output, until it cannot be written to.
final class OutputStream: Sendable {
    private let descriptor: Int32

    /// The error number of the first write that failed. Nothing is written after it, so that no piece is missing in the middle.
    private let failure = Mutex<Int32?>(nil)

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Why it could not be written to; `nil` as long as it could.
    var fault: String? { failure.withLock { $0 }.map { String(cString: strerror($0)) } }

    /// Whether nobody reads what is written: of a pipe its other end is closed, of a terminal it has hung up (poll(2), "POLLERR",
    /// "POLLHUP").
    var isClosed: Bool {
        var entry = pollfd(fd: descriptor, events: 0, revents: 0)
        return poll(&entry, 1, 0) > 0 && entry.revents & Int16(POLLERR | POLLHUP | POLLNVAL) != 0
    }

    func write(_ text: String) {
        failure.withLock { failure in
            if failure == nil { failure = Self.writeAll(text, to: descriptor) }
        }
    }

    /// - Returns: the error number of a write that failed; `nil` when all was written.
    static func writeAll(_ text: String, to descriptor: Int32) -> Int32? {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written >= 0 {
                rest = rest.dropFirst(written)
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }
}
