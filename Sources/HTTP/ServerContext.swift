import Synchronization

/// What all loops and connections of one server share.
final class ServerContext: Sendable {
    let handler: any HTTPHandler
    let configuration: HTTPServerConfiguration
    let encoder: ResponseEncoder
    let times: Times
    private let openConnections = Atomic<Int>(0)

    init(configuration: HTTPServerConfiguration, handler: any HTTPHandler) {
        self.handler = handler
        self.configuration = configuration
        encoder = ResponseEncoder(serverName: configuration.serverName)
        times = Times(configuration.limits)
    }

    var limits: HTTPLimits { configuration.limits }

    /// Counts one more connection in, unless that would be too many.
    func admitConnection() -> Bool {
        let (before, _) = openConnections.add(1, ordering: .relaxed)
        guard before >= limits.maximumConnections else { return true }
        openConnections.subtract(1, ordering: .relaxed)
        return false
    }

    func connectionClosed() { openConnections.subtract(1, ordering: .relaxed) }

    /// The limits' durations in the unit of the loops' clock.
    struct Times {
        let headRead, idle, body, write, drain, handlerNotice, linger, scan: Nanoseconds

        init(_ limits: HTTPLimits) {
            headRead = limits.headReadTimeout.nanoseconds
            idle = limits.idleTimeout.nanoseconds
            body = limits.bodyTimeout.nanoseconds
            write = limits.writeTimeout.nanoseconds
            drain = limits.drainTimeout.nanoseconds
            handlerNotice = limits.handlerNoticeTime.nanoseconds
            linger = limits.lingerTimeout.nanoseconds
            scan = limits.scanInterval
        }
    }
}
