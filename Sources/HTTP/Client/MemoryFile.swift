import CLinux
import Glibc

/// A file in memory without a name, for what a child process is to read: writing it never waits for the child, and nobody sees it in
/// a list of processes.
struct MemoryFile: ~Copyable {
    let descriptor: Int32

    /// - Throws: the errno as `HTTPClientError.unsupported`.
    init(_ bytes: [UInt8]) throws(HTTPClientError) {
        descriptor = linux_memory_file("request")
        guard descriptor >= 0 else { throw .unsupported("a request for curl: \(systemErrorText(errno))") }
        var offset = 0
        while offset < bytes.count {
            let written = bytes.withUnsafeBytes {
                write(descriptor, $0.baseAddress?.advanced(by: offset), $0.count - offset)
            }
            guard written >= 0 || errno == EINTR else {
                let code = errno
                close(descriptor)
                throw .unsupported("a request for curl: \(systemErrorText(code))")
            }
            offset += max(written, 0)
        }
        lseek(descriptor, 0, SEEK_SET)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
