/// What answers requests.
package protocol HTTPHandler: Sendable {
    /// The answer to one request.
    ///
    /// It runs on the connection's event loop, together with many other connections: it may suspend as
    /// long as it likes, but should not block. The task is cancelled when the connection breaks.
    func respond(to request: HTTPRequest) async -> HTTPResponse
}
