import HTTP
import Synchronization

/// What answers by a function of the request and its number, from 0; it keeps the requests.
final class ScriptedTransport: HTTPTransport {
    typealias Answer = Result<HTTPClientResponse, HTTPClientError>

    private let kept = Mutex<[HTTPClientRequest]>([])
    private let script: @Sendable (HTTPClientRequest, Int) -> Answer

    init(_ script: @escaping @Sendable (HTTPClientRequest, Int) -> Answer) {
        self.script = script
    }

    /// - Parameter answers: at least one; in that order, the last one from then on.
    convenience init(_ answers: [Answer]) {
        self.init { _, number in answers[min(number, answers.count - 1)] }
    }

    var requests: [HTTPClientRequest] { kept.withLock { $0 } }

    func exchange(
        _ request: HTTPClientRequest, within time: Duration
    ) async throws(HTTPClientError) -> HTTPClientResponse {
        let number = kept.withLock { kept in
            kept.append(request)
            return kept.count - 1
        }
        return try script(request, number).get()
    }

    static func answer(_ status: Int, _ body: String = "", retryAfter: String? = nil) -> Answer {
        .success(
            HTTPClientResponse(
                status: HTTPStatus(code: status),
                fields: HTTPFields(
                    [("Content-Type", "application/json")]
                        + (retryAfter.map { [("Retry-After", $0)] } ?? [])),
                body: Array(body.utf8)))
    }
}
