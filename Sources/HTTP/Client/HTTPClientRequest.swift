/// A request to a server. `Host`, `Content-Length` and `Connection` are added when it is sent.
package struct HTTPClientRequest: Sendable {
    package var method: HTTPMethod
    package var url: HTTPURL
    /// Names and values, sent in this order.
    package var fields: [(name: String, value: String)]
    package var body: [UInt8]

    package init(
        _ method: HTTPMethod, _ url: HTTPURL, fields: [(name: String, value: String)] = [], body: [UInt8] = []
    ) {
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
    }
}
