/// Everything the server bounds: sizes in bytes, counts, and times on the monotonic clock.
package struct HTTPLimits: Sendable {
    /// Longest request line without its CRLF; a longer one is answered 414. Default 8 KB.
    package var requestLineSize = 8 * 1024

    /// Largest field section, from the first field line to the empty line; beyond it, 431. Default 16 KB.
    ///
    /// The same bound holds for all chunk extensions of one body together, and for its trailers; beyond
    /// it the body is malformed (400).
    package var fieldSectionSize = 16 * 1024

    /// Most field lines in one request; beyond it, 431. Default 100.
    package var fieldCount = 100

    /// Connections open at once, over all loops; one more is answered 503 and closed. Default 10,000.
    package var maximumConnections = 10_000

    /// Seconds a client refused for lack of room is told to wait (`Retry-After`). Default 1.
    package var retryAfter = 1

    /// From the first byte of a request to the end of its head; then 408. Default 10 s.
    package var headReadTimeout = Duration.seconds(10)

    /// Silence allowed between requests and before the first; then the connection closes. Default 75 s.
    package var idleTimeout = Duration.seconds(75)

    /// Total time one request's body may be waited for; time the handler spends by itself does not
    /// count. Then the body fails with `HTTPBodyError.timedOut` (408). Default 30 s.
    package var bodyTimeout = Duration.seconds(30)

    /// How long a client may take no byte of an answer; then the connection closes. Default 30 s.
    package var writeTimeout = Duration.seconds(30)

    /// How long `HTTPServer.stop()` waits for requests in flight. Default 10 s.
    package var drainTimeout = Duration.seconds(10)

    /// After this time in a handler, `HTTPServerEvent.handlerOverdue` is reported, once. Default 10 s.
    package var handlerNoticeTime = Duration.seconds(10)

    /// An unread body of at most this size is read and discarded to keep the connection; above it, the
    /// connection closes after the answer. Default 64 KB.
    package var discardedBodySize = 64 * 1024

    /// How long, and for how many bytes (`lingerSize`), input is discarded after the last answer, so
    /// that the client reads the answer and not a reset. Default 2 s.
    package var lingerTimeout = Duration.seconds(2)

    /// See `lingerTimeout`. Default 1 MB.
    package var lingerSize = 1024 * 1024

    /// A read buffer to begin with; it grows no further than one head, or `bodyReadSize`, needs.
    package var initialReadSize = 8 * 1024

    /// Bytes asked of the socket at once while a body is read, and the largest piece that
    /// `HTTPRequestBody.next()` returns. Default 64 KB.
    package var bodyReadSize = 64 * 1024

    package init() {}
}

extension HTTPLimits {
    /// The most one head needs: the request line, the field section, and leading empty lines.
    var headSize: Int { requestLineSize + fieldSectionSize + 8 }

    /// How often deadlines are looked at: a quarter of the shortest, within 10 ms and 500 ms.
    var scanInterval: Nanoseconds {
        let shortest =
            [
                headReadTimeout, idleTimeout, bodyTimeout, writeTimeout, drainTimeout, lingerTimeout,
                handlerNoticeTime,
            ].map(\.nanoseconds).min() ?? 0
        return min(max(shortest / 4, 10_000_000), 500_000_000)
    }
}

/// A point or a length on the monotonic clock.
typealias Nanoseconds = UInt64

extension Duration {
    /// This duration, where below zero counts as zero and beyond 292 years as 292 years.
    var nanoseconds: Nanoseconds {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        guard seconds < Int64.max / 1_000_000_000 - 1 else { return Nanoseconds(Int64.max) }
        return Nanoseconds(seconds) * 1_000_000_000 + Nanoseconds(attoseconds / 1_000_000_000)
    }
}
