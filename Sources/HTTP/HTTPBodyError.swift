/// Why a request's body could not be read, or a streamed answer not be written.
package enum HTTPBodyError: Error, Equatable, Sendable {
    /// The body is larger than the caller's limit.
    case tooLarge
    /// The client was too slow (`HTTPLimits.bodyTimeout`, `HTTPLimits.writeTimeout`).
    case timedOut
    /// The body is not framed as RFC 9112 §7.1 says.
    case malformed
    /// The connection is gone, or the request is already answered.
    case disconnected

    /// The status to answer with; after `disconnected` nobody will read it.
    package var status: HTTPStatus {
        switch self {
        case .tooLarge: .contentTooLarge
        case .timedOut: .requestTimeout
        case .malformed, .disconnected: .badRequest
        }
    }
}
