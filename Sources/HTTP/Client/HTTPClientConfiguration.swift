import Glibc

/// What a client is told before its first request.
package struct HTTPClientConfiguration: Sendable {
    /// Largest content of an answer, in bytes; beyond it, `HTTPClientError.tooLarge`. Default 1 MB.
    package var bodyLimit = 1024 * 1024

    /// Exchanges at once, each on a thread; further ones wait for a thread, and their time with them. Default 256.
    ///
    /// A thread that waits costs a few pages of memory; over https there is a process beside it.
    package var maximumThreads = 256

    /// How long a thread waits for its next exchange before it ends. Default 5 s.
    package var threadIdleTime = Duration.seconds(5)

    /// Connections kept for later requests to one host and port; 0 keeps none, and tells the server so. Default 16.
    package var keptConnections = 16

    /// How long a connection is kept without use. Default 30 s, below what servers usually allow.
    package var connectionIdleTime = Duration.seconds(30)

    /// Whether a POST or PATCH may be sent again when a kept connection ended before a byte of the answer came.
    ///
    /// RFC 9110 §9.2.2 has it not repeated unless its meaning is known to be idempotent: nobody knows whether the server did what it
    /// was asked before the connection ended. Requests of the idempotent methods are always repeated then. Default false.
    package var repeatsPosts = false

    /// The program that speaks https, looked for along PATH.
    package var curl = "curl"

    /// Nanoseconds on a clock that never goes back.
    package var uptime: @Sendable () -> UInt64 = {
        var reading = timespec()
        clock_gettime(CLOCK_MONOTONIC, &reading)
        return UInt64(reading.tv_sec) * 1_000_000_000 + UInt64(reading.tv_nsec)
    }

    package init() {}
}

extension HTTPClientConfiguration {
    /// An answer's head is held to the bounds of a request's.
    var limits: HTTPLimits { HTTPLimits() }
}
