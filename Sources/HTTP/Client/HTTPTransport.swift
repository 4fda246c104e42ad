/// What sends a request to a server and brings its answer.
package protocol HTTPTransport: Sendable {
    /// One request and its answer. A redirect is an answer like any other.
    ///
    /// - Parameters:
    ///   - request: what to ask, and whom.
    ///   - time: how long all of it may take, from looking up the name to the answer's last byte. Waiting for its turn before that
    ///     does not count.
    /// - Returns: the whole answer, whatever its status.
    /// - Throws: why there is no answer; nothing is known then of what the server did.
    func exchange(
        _ request: HTTPClientRequest, within time: Duration
    ) async throws(HTTPClientError) -> HTTPClientResponse
}
