import Synchronization

/// A request's body, read from the connection as the handler asks for it, once.
///
/// It may be used until the handler returns, by one reader at a time.
package struct HTTPRequestBody: Sendable {
    private enum Source {
        case memory(StoredBody)
        case connection(Connection, request: UInt64)
    }

    private let source: Source

    init(bytes: [UInt8]) { source = .memory(StoredBody(bytes)) }

    init(connection: Connection, request: UInt64) {
        source = .connection(connection, request: request)
    }

    /// Reads the rest of the body, at once if it is already here.
    ///
    /// A client that waits for `100 Continue` is sent it first (RFC 9110 §10.1.1).
    ///
    /// - Parameter limit: the most bytes to accept.
    /// - Returns: all bytes not read before; none for a request without a body.
    /// - Throws: `tooLarge` beyond the limit (at once where `Content-Length` says so), `timedOut`,
    ///   `malformed` or `disconnected`; what was read is lost then.
    package func collect(upTo limit: Int) async throws(HTTPBodyError) -> [UInt8] {
        switch source {
        case .memory(let stored): return try stored.takeAll(upTo: limit)
        case .connection(let connection, let request):
            // A caller outside the connection's task (a detached one, say) is brought onto the loop.
            guard connection.loop.isCurrent else {
                return try await withTaskExecutorPreference(connection.loop) { () throws(HTTPBodyError) in
                    try await connection.collectBody(upTo: limit, request: request)
                }
            }
            return try await connection.collectBody(upTo: limit, request: request)
        }
    }

    /// Reads the next piece of the body, so that one of any size passes in constant memory.
    ///
    /// - Parameter time: is added to what is left of `HTTPLimits.bodyTimeout`, for a body so large that the usual time is
    ///   too short for it; a caller that adds by what has come holds the client to a least rate.
    /// - Returns: between 1 byte and `HTTPLimits.bodyReadSize` bytes, or nil at the end.
    /// - Throws: `timedOut`, `malformed` or `disconnected`.
    package func next(allowing time: Duration = .zero) async throws(HTTPBodyError) -> [UInt8]? {
        switch source {
        case .memory(let stored): return stored.takePiece()
        case .connection(let connection, let request):
            guard connection.loop.isCurrent else {
                return try await withTaskExecutorPreference(connection.loop) { () throws(HTTPBodyError) in
                    try await connection.nextBodyPiece(request: request, allowing: time)
                }
            }
            return try await connection.nextBodyPiece(request: request, allowing: time)
        }
    }
}

/// The body of a request made in memory.
private final class StoredBody: Sendable {
    private static let pieceSize = 64 * 1024
    private let remaining: Mutex<ArraySlice<UInt8>>

    init(_ bytes: [UInt8]) { remaining = Mutex(bytes[...]) }

    func takeAll(upTo limit: Int) throws(HTTPBodyError) -> [UInt8] {
        try remaining.withLock { (slice: inout ArraySlice<UInt8>) throws(HTTPBodyError) in
            guard slice.count <= limit else { throw .tooLarge }
            defer { slice = [] }
            return Array(slice)
        }
    }

    func takePiece() -> [UInt8]? {
        remaining.withLock { slice in
            guard !slice.isEmpty else { return nil }
            defer { slice = slice.dropFirst(Self.pieceSize) }
            return Array(slice.prefix(Self.pieceSize))
        }
    }
}
