import Glibc

/// Everything a server is told before it starts.
package struct HTTPServerConfiguration: Sendable {
    package var addresses: [ListenAddress]
    /// Event loops, each a thread; by default one per core.
    package var loops = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    package var limits = HTTPLimits()
    /// The value of the `Server` field, or nil for none.
    package var serverName: String?
    /// Seconds since 1970, for the `Date` field.
    package var now: @Sendable () -> Int64 = { Int64(time(nil)) }
    /// Nanoseconds on a clock that never goes back, for all deadlines.
    package var uptime: @Sendable () -> UInt64 = {
        var reading = timespec()
        clock_gettime(CLOCK_MONOTONIC, &reading)
        return UInt64(reading.tv_sec) * 1_000_000_000 + UInt64(reading.tv_nsec)
    }
    /// Told of noteworthy events.
    package var onEvent: @Sendable (HTTPServerEvent) -> Void = { _ in }

    package init(addresses: [ListenAddress]) { self.addresses = addresses }
}
