/// An answer. The server adds `Date`, `Content-Length` or `Transfer-Encoding`, and `Connection`.
package struct HTTPResponse: Sendable {
    package var status: HTTPStatus
    /// Names and values, sent in this order. Names that are no token and framing fields of the server's
    /// own are left out; control characters in values become spaces. `("Connection", "close")` closes.
    package var fields: [(name: String, value: String)]
    package var body: HTTPResponseBody

    package init(
        status: HTTPStatus, fields: [(name: String, value: String)] = [], body: HTTPResponseBody
    ) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    package init(
        status: HTTPStatus, fields: [(name: String, value: String)] = [], body: [UInt8] = []
    ) {
        self.init(status: status, fields: fields, body: .bytes(body))
    }
}

/// The content of an answer. HEAD, 204 and 304 are sent without it, whatever it is.
package enum HTTPResponseBody: Sendable {
    case bytes([UInt8])
    /// Content written piece by piece: chunked (RFC 9112 §7.1), or up to the close for HTTP/1.0. If the
    /// closure throws, the connection is cut, so that the client sees that the content is incomplete.
    case stream(@Sendable (HTTPBodyWriter) async throws -> Void)
}
