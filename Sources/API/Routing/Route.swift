import HTTP

/// One line of the table of routes.
struct Route: Sendable {
    let method: HTTPMethod
    /// With `{}` where a segment may be anything; see `RouteTable`.
    let path: String
    /// How `openapi.json` calls the path, with `{}` where it has a name.
    let describedPath: String
    let access: Access
    /// Whether no browser or proxy may keep the answers, refusals too: all for which a key is shown, but the webhook's, which
    /// have not one byte more than DPS needs.
    let isConfidential: Bool
    let respond: @Sendable (RequestContext) async throws(Problem) -> HTTPResponse

    init(
        _ method: HTTPMethod, _ path: String, _ access: Access, described describedPath: String? = nil,
        isConfidential: Bool = false,
        _ respond: @escaping @Sendable (RequestContext) async throws(Problem) -> HTTPResponse
    ) {
        self.method = method
        self.path = path
        self.describedPath = describedPath ?? path
        self.access = access
        self.isConfidential = isConfidential || access.takesSession
        self.respond = respond
    }
}
