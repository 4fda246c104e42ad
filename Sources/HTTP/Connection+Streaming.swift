import CLinux
import Glibc

/// Streamed answers.
extension Connection {
    private static let copiedPieceSize = 16 * 1024
    /// Bytes of a stream that the system keeps beyond what is under way.
    private static let unsentSize: Int32 = 128 * 1024

    /// Runs a stream's closure, and ends the content behind it.
    ///
    /// - Returns: whether the content is complete.
    func stream(
        _ produce: @Sendable (HTTPBodyWriter) async throws -> Void, isChunked: Bool
    ) async -> Bool {
        isStreaming = true
        isChunkedStream = isChunked
        // A socket says that it takes more only once a third of its buffer, up to megabytes, has gone out: a client that reads
        // slowly would look as if it took nothing (tcp(7), TCP_NOTSENT_LOWAT).
        linux_set_option(descriptor, Int32(IPPROTO_TCP), TCP_NOTSENT_LOWAT, Self.unsentSize)
        defer { isStreaming = false }
        do {
            try await produce(HTTPBodyWriter(connection: self, request: request))
        } catch {
            return false
        }
        guard isOpen else { return false }
        // RFC 9112 §7.1: the last chunk, and an empty trailer section.
        if isChunked { output.append("0\r\n\r\n") }
        return true
    }

    func writePiece(_ bytes: [UInt8], request: UInt64) async throws(HTTPBodyError) {
        guard isOpen, isStreaming, request == self.request else { throw .disconnected }
        // RFC 9112 §7.1: an empty chunk would be the last.
        guard !bytes.isEmpty else { return }
        if isChunkedStream {
            output.append(String(bytes.count, radix: 16)) { _ in true }
            output.append("\r\n")
        }
        if bytes.count <= Self.copiedPieceSize {
            output.append(bytes)
        } else {
            try check(await send(bytes))
        }
        if isChunkedStream { output.append("\r\n") }
        try check(await flush())
        await takeTurn()
    }

    private func check(_ delivery: Delivery) throws(HTTPBodyError) {
        switch delivery {
        case .sent: return
        case .timedOut:
            close()
            throw .timedOut
        case .failed:
            close()
            throw .disconnected
        }
    }
}
