/// Why a request has no answer. No text has the URL's query, which may hold a key.
package enum HTTPClientError: Error, Equatable, CustomStringConvertible {
    /// The host's name has no address.
    case unknownHost(String)
    /// No connection came about, with the system's words.
    case unreachable(String)
    /// The connection ended, or was reset, before the answer did.
    case disconnected
    case timedOut
    /// The answer is not HTTP/1.1; what is wrong with it.
    case malformed(String)
    /// The answer is larger than this, in bytes.
    case tooLarge(Int)
    /// The server's certificate was not accepted, or TLS failed in another way.
    case insecure(String)
    /// What makes TLS connections is not there.
    case unsupported(String)

    package var description: String {
        switch self {
        case .unknownHost(let host): "the name \(host) has no address"
        case .unreachable(let why): "no connection: \(why)"
        case .disconnected: "the connection ended before the answer did"
        case .timedOut: "no answer in time"
        case .malformed(let why): "the answer is not HTTP: \(why)"
        case .tooLarge(let limit): "the answer has more than \(limit) bytes"
        case .insecure(let why): "TLS failed: \(why)"
        case .unsupported(let why): why
        }
    }
}
