import HTTP

/// How a device's registration ended, seen from the device.
enum DeviceEnding: Sendable, Equatable {
    case assigned(hub: String, deviceID: String)
    /// By the service, with the code and the text of its `registrationState`.
    case failed(code: Int?, message: String?)
    /// The device's enrollment is.
    case disabled
    /// The service's HTTP status was an error that is final.
    case refused(HTTPStatus, code: Int?, message: String?)
    /// The answer was not one of the device API; what is wrong with it.
    case notUnderstood(String)
    case noAnswer(HTTPClientError)
    /// What came last before the time was over.
    case timedOut(last: String)

    /// The name that the article gives to an error code of custom allocation; `nil` for any other.
    static func name(ofCode code: Int) -> String? {
        switch code {
        case 400_207: "CustomAllocationFailed"
        case 400_208: "CustomAllocationIotHubNotSpecified"
        case 400_209: "CustomAllocationUnauthorizedAccess"
        default: nil
        }
    }

    /// The article's table, and for HTTP statuses prov_transport_http_client.c: it parses 200 to 226 and 401, where a body without
    /// `status` is an authentication error, and takes any other below 429 as an error of the transport.
    var sdkResult: ProvisioningResult {
        switch self {
        case .assigned: .ok
        case .failed(code: 400_208, _): .hubNotSpecified
        case .failed(code: 400_209, _): .unauthorized
        case .failed, .notUnderstood: .authenticationError
        case .disabled: .disabled
        case .refused(let status, _, _): status == .unauthorized ? .authenticationError : .transport
        case .noAnswer: .transport
        case .timedOut: .timeout
        }
    }

    /// The status that the service gave, where it is the last one.
    var status: RegistrationStatus? {
        switch self {
        case .assigned: .assigned
        case .failed: .failed
        case .disabled: .disabled
        case .refused, .notUnderstood, .noAnswer, .timedOut: nil
        }
    }

    var code: Int? {
        switch self {
        case .failed(let code, _), .refused(_, let code, _): code
        default: nil
        }
    }

    var codeName: String? { code.flatMap(Self.name(ofCode:)) }

    /// What the service or the transport said; `nil` where nothing went wrong.
    var message: String? {
        switch self {
        case .assigned, .disabled: nil
        case .failed(_, let message): message?.shown
        case .refused(let status, _, let message): "HTTP \(status)" + (message.map { ": \($0.shown)" } ?? "")
        case .notUnderstood(let what): what
        case .noAnswer(let error): "\(error)".shown
        case .timedOut(let last): last
        }
    }

    /// What a fleet counts together.
    var kind: String {
        switch self {
        case .assigned(let hub, _): "assigned to \(hub.shown)"
        // With the message: of custom allocation it has the webhook's status.
        case .failed: "failed" + words([codeWords], after: " ") + words([message], after: ": ")
        case .disabled: "disabled"
        case .refused(let status, _, _): "refused with HTTP \(status)" + words([codeWords], after: ", ")
        case .notUnderstood: "answer not understood"
        case .noAnswer: "no answer"
        case .timedOut: "not in time"
        }
    }

    /// One line.
    var line: String {
        switch self {
        case .assigned(let hub, let deviceID):
            "Registration Information received from service: \(hub.shown), deviceId: \(deviceID.shown)"
        case .failed: "Registration failed" + words([codeWords, message], after: ": ")
        case .disabled: "Registration disabled: the device's enrollment is not enabled"
        case .refused(let status, _, let text):
            "Registration refused: HTTP \(status)" + words([codeWords, text?.shown], after: ": ")
        case .notUnderstood(let what): "Answer not understood: \(what)"
        case .noAnswer: "No answer" + words([message], after: ": ")
        case .timedOut(let last): "Registration not finished in time: \(last)"
        }
    }

    private var codeWords: String? {
        code.map { "\($0)" + (codeName.map { " \($0)" } ?? "") }
    }

    private func words(_ parts: [String?], after separator: String) -> String {
        parts.compactMap { $0 }.map { separator + $0 }.joined()
    }
}
