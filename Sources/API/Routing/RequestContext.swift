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

    /// What the holder of that key may do.
    var role: Role?
}
