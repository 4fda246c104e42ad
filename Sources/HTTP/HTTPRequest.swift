/// One request, as its handler sees it.
package struct HTTPRequest: Sendable {
    package let method: HTTPMethod
    package let target: RequestTarget
    package let fields: HTTPFields
    package let body: HTTPRequestBody
    /// Whether nothing else had happened on the connection's event loop when this request was begun: a handler that holds the
    /// thread for a moment then keeps nobody waiting who was there before. False for a request made in memory.
    package let cameAlone: Bool
    private let peer: SocketAddress?

    init(_ head: RequestHead, body: HTTPRequestBody, cameAlone: Bool, peer: SocketAddress?) {
        method = head.method
        target = head.target
        fields = head.fields
        self.body = body
        self.cameAlone = cameAlone
        self.peer = peer
    }

    /// A request made in memory, to call a handler without a socket. Nothing is checked.
    ///
    /// - Parameters:
    ///   - method: the method.
    ///   - target: path and query, percent-encoded.
    ///   - fields: names and values.
    ///   - body: the whole body.
    package init(
        method: HTTPMethod, target: String, fields: [(String, String)] = [], body: [UInt8] = []
    ) {
        self.method = method
        self.target = RequestTarget(target)
        self.fields = HTTPFields(fields)
        self.body = HTTPRequestBody(bytes: body)
        cameAlone = false
        peer = nil
    }

    /// The path as received, percent-encoded and without the query. Built anew at each call.
    package var path: String { target.path }

    /// What follows the first `?`, as received, or nil without one. Built anew at each call.
    package var query: String? { target.query }

    /// The client's IP address without the port; `127.0.0.1` for a request made in memory. Built anew
    /// at each call.
    package var remoteAddress: String { peer?.host ?? "127.0.0.1" }
}
