/// Something worth a line in a log; reported on an event loop's thread, so the hook must not block.
package enum HTTPServerEvent: Equatable, Sendable {
    /// No connection could be accepted (out of descriptors, say); tried again soon.
    case acceptFailed(errno: Int32)
    /// A client was sent 503 because `HTTPLimits.maximumConnections` are open.
    case connectionRefused
    /// The server itself refused a request with this status.
    case requestRefused(HTTPStatus, remoteAddress: String)
    /// A handler has taken longer than `HTTPLimits.handlerNoticeTime`, and goes on.
    case handlerOverdue(remoteAddress: String)
    /// `HTTPLimits.drainTimeout` passed; this many connections of one loop were cut.
    case drainExpired(connections: Int)
}

extension HTTPServerEvent: CustomStringConvertible {
    package var description: String {
        switch self {
        case .acceptFailed(let errno): "cannot accept connections: \(systemErrorText(errno))"
        case .connectionRefused: "too many connections: a client was answered 503"
        case .requestRefused(let status, let remoteAddress):
            "refused a request from \(remoteAddress): \(status)"
        case .handlerOverdue(let remoteAddress):
            "a request from \(remoteAddress) is taking long to handle"
        case .drainExpired(let connections):
            "stopping: cut \(connections) connections that did not finish in time"
        }
    }
}
