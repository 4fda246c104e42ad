/// One request over TCP and its answer.
struct PlainExchange {
    let request: HTTPClientRequest
    let deadline: ExchangeDeadline
    let configuration: HTTPClientConfiguration
    let connections: IdleConnections
    let lookups: NameLookups

    func run() throws(HTTPClientError) -> HTTPClientResponse {
        let server = ClientConnection.Server(host: request.url.host, port: request.url.port)
        if let connection = connections.take(to: server, now: deadline.now) {
            var hasBegun = false
            do throws(HTTPClientError) {
                return try exchange(over: connection, hasBegun: &hasBegun)
            } catch {
                // RFC 9112 §9.3.1: a kept connection may be closed by the server at the moment it is used again. The request is then
                // sent once more, if it may be: §9.3.1 forbids that for methods that are not idempotent, unless it is known to do no harm.
                guard error == .disconnected, !hasBegun, isRepeatable else { throw error }
                // What was given up is not sent again.
                try deadline.check()
            }
        }
        let addresses = try lookups.addresses(of: server.host, port: server.port, deadline: deadline)
        let connection = try ClientConnection.opened(to: server, at: addresses, deadline: deadline)
        var hasBegun = false
        return try exchange(over: connection, hasBegun: &hasBegun)
    }

    /// RFC 9110 §9.2.2.
    private var isRepeatable: Bool {
        switch request.method {
        case .get, .head, .put, .delete, .options, .trace: true
        default: configuration.repeatsPosts
        }
    }

    private func exchange(
        over connection: ClientConnection, hasBegun: inout Bool
    ) throws(HTTPClientError) -> HTTPClientResponse {
        var reader = AnswerReader(
            method: request.method, bodyLimit: configuration.bodyLimit, limits: configuration.limits)
        do throws(HTTPClientError) {
            let isSent = try connection.send(
                request.encoded(isLast: configuration.keptConnections == 0), deadline)
            let response = try reader.response { input throws(HTTPClientError) in
                try connection.receive(into: &input, deadline)
            }
            if isSent, reader.leavesConnectionOpen { connections.keep(connection, now: deadline.now) }
            return response
        } catch {
            hasBegun = reader.hasBegun
            connection.resetWhenDone()
            throw error
        }
    }
}
