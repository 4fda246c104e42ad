import Allocation
import HTTP

/// A request on its way through the service.
struct RequestContext: Sendable {
    let request: HTTPRequest

    /// Also in the answer, as `x-request-id`, and in the history.
    let id: RequestID

    /// What stands in the path where the route has `{}`, decoded.
    var parameter = ""

    /// The name of the key that was shown; empty where none is asked for.
    var keyName = ""

    /// The number of that key; 0, which none has, where none is asked for.
    var keyID: Int64 = 0

    /// What the holder of that key may do.
    var role: Role?

    /// The session that stood for the key; `nil` where the key itself was shown, or none is asked for.
    var session: Session?
}
