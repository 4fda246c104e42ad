/// Writes a streamed answer's content; it may be used until the stream's closure returns.
package struct HTTPBodyWriter: Sendable {
    private let connection: Connection
    private let request: UInt64

    init(connection: Connection, request: UInt64) {
        self.connection = connection
        self.request = request
    }

    /// Sends bytes as one chunk, and suspends until the socket has taken them.
    ///
    /// - Throws: `timedOut` if the client takes nothing for `HTTPLimits.writeTimeout`, `disconnected` if
    ///   the connection is gone or the answer is complete.
    package func write(_ bytes: [UInt8]) async throws(HTTPBodyError) {
        guard connection.loop.isCurrent else {
            return try await withTaskExecutorPreference(connection.loop) { () throws(HTTPBodyError) in
                try await connection.writePiece(bytes, request: request)
            }
        }
        try await connection.writePiece(bytes, request: request)
    }
}
