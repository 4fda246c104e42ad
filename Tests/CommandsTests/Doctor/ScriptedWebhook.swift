import Allocation
import HTTP
import Synchronization

@testable import Commands

/// A webhook that answers as a right one would, unless a script says otherwise.
final class ScriptedWebhook: HTTPTransport {
    /// What was asked, in the terms of the checks.
    struct Question: Sendable {
        let path: String
        /// Nil without a key.
        let code: String?
        /// Nil where there is none to read.
        let registrationID: String?
        let bodySize: Int
        /// How many questions came before.
        let number: Int
    }

    typealias Outcome = Result<HTTPClientResponse, HTTPClientError>

    static let key = "0123456789-right"
    static let toaster = "breakroom499-contoso-tstrsd-007"

    private let script: @Sendable (Question) -> Outcome?
    private let asked = Mutex<[HTTPClientRequest]>([])

    init(_ script: @escaping @Sendable (Question) -> Outcome? = { _ in nil }) { self.script = script }

    var requests: [HTTPClientRequest] { asked.withLock { $0 } }

    func exchange(
        _ request: HTTPClientRequest, within time: Duration
    ) async throws(HTTPClientError) -> HTTPClientResponse {
        let number = asked.withLock { asked in
            asked.append(request)
            return asked.count - 1
        }
        let body = try? JSONValue(parsing: request.body)
        let question = Question(
            path: request.url.path,
            code: request.url.query?.split(separator: "&").first { $0.hasPrefix("code=") }.map {
                String($0.dropFirst(5))
            },
            registrationID: body?["deviceRuntimeContext"]?["registrationId"]?.string,
            bodySize: request.body.count, number: number)
        return try (script(question) ?? Self.rightAnswer(to: question)).get()
    }

    static func rightAnswer(to question: Question) -> Outcome {
        if ["/healthz", "/readyz"].contains(question.path) { return answer(200, "ok") }
        guard question.code == key else { return answer(401, "no") }
        guard let id = question.registrationID else { return answer(400, "not JSON") }
        let kind = id == toaster ? "toasters" : "heatpumps"
        return json(#"{"iotHubHostName":"contoso-\#(kind)-hub-1098.azure-devices.net"}"#)
    }

    static func json(_ text: String, type: String = "application/json") -> Outcome {
        .success(
            HTTPClientResponse(
                status: .ok, fields: HTTPFields([("Content-Type", type)]), body: Array(text.utf8)))
    }

    static func answer(_ status: Int, _ text: String, _ fields: (String, String)...) -> Outcome {
        .success(
            HTTPClientResponse(
                status: HTTPStatus(code: status), fields: HTTPFields(fields), body: Array(text.utf8)))
    }
}
