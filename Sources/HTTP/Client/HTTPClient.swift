/// An HTTP/1.1 client (RFC 9110, RFC 9112): `http` it speaks itself, `https` by a child process, the program curl.
///
/// Exchanges block threads of the client's own, and never those of Swift's concurrency or of an event loop. The threads end when
/// the client goes. Proxies of the environment are not used: a webhook is asked as it would be from anywhere else, and both schemes
/// go the same way.
package final class HTTPClient: HTTPTransport {
    private let configuration: HTTPClientConfiguration
    let threads: ExchangeThreads
    private let connections: IdleConnections
    private let lookups: NameLookups

    package init(configuration: HTTPClientConfiguration = HTTPClientConfiguration()) {
        self.configuration = configuration
        threads = ExchangeThreads(limit: configuration.maximumThreads, idleTime: configuration.threadIdleTime)
        connections = IdleConnections(
            limit: configuration.keptConnections, idleTime: configuration.connectionIdleTime)
        lookups = NameLookups(limit: configuration.maximumThreads)
    }

    deinit { threads.close() }

    /// One request and its answer.
    ///
    /// Cancelling the task ends it at once with `disconnected`. The time begins when a thread takes the exchange: one that was never
    /// sent is not told as one that had no answer in time. The wait for a thread is bounded by the times of the exchanges before it.
    package func exchange(
        _ request: HTTPClientRequest, within time: Duration
    ) async throws(HTTPClientError) -> HTTPClientResponse {
        try request.check()
        let cancellation = ExchangeCancellation()
        let answer = AwaitedAnswer()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                answer.await(by: continuation)
                threads.run { [configuration, connections, lookups] in
                    do throws(HTTPClientError) {
                        let deadline = try cancellation.begin(within: time, uptime: configuration.uptime)
                        try deadline.check()
                        switch request.url.scheme {
                        case .http:
                            let exchange = PlainExchange(
                                request: request, deadline: deadline, configuration: configuration,
                                connections: connections, lookups: lookups)
                            answer.settle(.success(try exchange.run()))
                        case .https:
                            let exchange = CurlExchange(
                                request: request, deadline: deadline, configuration: configuration)
                            answer.settle(.success(try exchange.run()))
                        }
                    } catch {
                        answer.settle(.failure(error))
                    }
                } orElse: {
                    answer.settle(.failure(.unreachable("no thread could be started")))
                }
            }
        } onCancel: {
            cancellation.cancel()
            answer.settle(.failure(.disconnected))
        }
        return try result.get()
    }
}
