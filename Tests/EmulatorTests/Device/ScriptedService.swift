import HTTP
import Synchronization

/// A provisioning service whose answers are given by a function of the request and its number, from 0.
final class ScriptedService: HTTPTransport {
    typealias Answer = Result<HTTPClientResponse, HTTPClientError>

    private let kept = Mutex<[HTTPClientRequest]>([])
    private let script: @Sendable (HTTPClientRequest, Int) -> Answer

    init(_ script: @escaping @Sendable (HTTPClientRequest, Int) -> Answer) {
        self.script = script
    }

    /// - Parameter answers: in that order, the last one from then on.
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
                fields: HTTPFields(retryAfter.map { [("Retry-After", $0)] } ?? []),
                body: Array(body.utf8)))
    }

    static func assigning(retryAfter: String? = nil) -> Answer {
        answer(202, #"{"operationId":"5.316a/x","status":"assigning"}"#, retryAfter: retryAfter)
    }

    static func assigned(_ hub: String = "toasters.example", _ deviceID: String = "dev1") -> Answer {
        answer(
            200,
            #"{"operationId":"5.316a/x","status":"assigned","registrationState":{"registrationId":"\#(deviceID)","#
                + #""assignedHub":"\#(hub)","deviceId":"\#(deviceID)","status":"assigned","#
                + #""substatus":"initialAssignment","payload":{"colour":"red"}}}"#)
    }

    static func failed(_ code: Int, _ message: String) -> Answer {
        answer(
            200,
            #"{"operationId":"5.316a/x","status":"failed","registrationState":{"status":"failed","errorCode":\#(code),"#
                + #""errorMessage":"\#(message)"}}"#)
    }

    static let disabled = answer(
        200, #"{"operationId":"","status":"disabled","registrationState":{"status":"disabled"}}"#)
}
