import HTTP

/// One line of the table of routes.
struct Route: Sendable {
    let method: HTTPMethod
    let path: String
    let access: Access
    let respond: @Sendable (RequestContext) async -> HTTPResponse

    init(
        _ method: HTTPMethod, _ path: String, _ access: Access,
        _ respond: @escaping @Sendable (RequestContext) async -> HTTPResponse
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.respond = respond
    }
}
