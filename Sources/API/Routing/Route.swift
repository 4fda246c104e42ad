import HTTP

/// One line of the table of routes.
struct Route: Sendable {
    let method: HTTPMethod
    /// With `{}` where a segment may be anything; see `RouteTable`.
    let path: String
    /// How `openapi.json` calls the path, with `{}` where it has a name.
    let describedPath: String
    let access: Access
    let respond: @Sendable (RequestContext) async throws(Problem) -> HTTPResponse

    init(
        _ method: HTTPMethod, _ path: String, _ access: Access, described describedPath: String? = nil,
        _ respond: @escaping @Sendable (RequestContext) async throws(Problem) -> HTTPResponse
    ) {
        self.method = method
        self.path = path
        self.describedPath = describedPath ?? path
        self.access = access
        self.respond = respond
    }
}
