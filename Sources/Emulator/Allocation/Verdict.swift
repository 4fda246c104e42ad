package import Allocation
package import HTTP

/// What DPS makes of one call of a webhook.
package enum Verdict: Sendable, Equatable {
    /// The hub as `linkedHubs` spells it. Twin and payload are checked, and without what is null.
    case assigned(hub: String, initialTwin: JSONValue?, payload: JSONValue?, reason: String)

    /// To be asked again, unless it was the last time.
    case retried(status: Int, reason: String)

    case failed(RegistrationFailure)

    /// The word under which the call is kept: `assigned`, `retried`, or the code.
    package var word: String {
        switch self {
        case .assigned: "assigned"
        case .retried: "retried"
        case .failed(let failure): String(failure.code)
        }
    }

    /// In plain words. Nothing of a twin's or a payload's values is in it.
    package var reason: String {
        switch self {
        case .assigned(_, _, _, let reason), .retried(_, let reason): reason
        case .failed(let failure): failure.reason
        }
    }

    /// The same without what may not be seen of the webhook's URL.
    func redacted(by redaction: SecretRedaction) -> Verdict {
        switch self {
        case .assigned(let hub, let initialTwin, let payload, let reason):
            .assigned(
                hub: hub, initialTwin: initialTwin, payload: payload, reason: redaction.redacted(reason))
        case .retried(let status, let reason):
            .retried(status: status, reason: redaction.redacted(reason))
        case .failed(let failure):
            .failed(
                RegistrationFailure(
                    code: failure.code, message: failure.message,
                    reason: redaction.redacted(failure.reason)))
        }
    }

    /// What it is once no retry is left: DPS fails with the last answer's status.
    package var final: Verdict {
        guard case .retried(let status, let reason) = self else { return self }
        return .failed(.customAllocation(status: status, reason))
    }

    /// The verdict on an answer.
    ///
    /// The article's table tells hub, no hub, 401, 429 and above, and any other status. What DPS does with an answer of 200 that
    /// breaks the contract in another way is not known; failing with 400207 and the answer's status is this emulator's choice. So is
    /// refusing a twin with members that DPS drops without a word.
    ///
    /// - Parameters:
    ///   - answer: of any status. Its content type does not matter: `text/plain` is taken.
    ///   - url: the webhook's, for what the reason advises.
    ///   - linkedHubs: those that were offered.
    package init(on answer: HTTPClientResponse, from url: HTTPURL, linkedHubs: [LinkedHub]) {
        switch answer.status.code {
        case 200:
            do throws(RegistrationFailure) {
                self = try AllocationAnswer(answer.body, linkedHubs: linkedHubs)
                    .verdict(contentType: answer.fields["content-type"])
            } catch {
                self = .failed(error)
            }
        case 401:
            self = .failed(.unauthorized(Self.reason(of: answer.status, from: url)))
        case let code where code >= 429:
            self = .retried(status: code, reason: Self.reason(of: answer.status, from: url))
        case let code:
            self = .failed(
                .customAllocation(status: code, Self.reason(of: answer.status, from: url)))
        }
    }

    /// The verdict where there is no answer.
    ///
    /// Whether DPS tries again then is not known. Not to do so is this emulator's choice: the documented retries go by the status
    /// of an answer, and who tests a webhook wants to hear at once that it cannot be reached.
    package init(on error: HTTPClientError) {
        let reason: String =
            switch error {
            case .unknownHost, .unreachable:
                "the webhook cannot be reached: \(error)"
            case .timedOut:
                "the webhook gave no answer in time; the time is the setting webhook.timeoutSeconds, DPS's own is not published"
            default:
                "the webhook gave no answer that can be read: \(error)"
            }
        self = .failed(.notSent(reason.shown))
    }

    private static func reason(of status: HTTPStatus, from url: HTTPURL) -> String {
        let advice =
            switch status.code {
            case 201...299: "only 200 assigns a device"
            case 300...399: "a redirect is not followed; give the URL that it leads to"
            case 400: "it refused the request or the device; its answer may say why"
            case 401:
                hasKey(url)
                    ? "it does not take the key that the URL has as ?code="
                    : "DPS sends the key in the URL as ?code=, and this URL has none"
            case 403: "it may refuse the key, or the address that the call comes from"
            case 404: "check the path \(url.path)"
            case 405: "check that it takes POST at \(url.path)"
            case 408: "it did not get the request in time; DPS's retries begin at 429"
            case 413: "it does not take a body of this size"
            case 415: "it does not take application/json; charset=utf-8"
            case 429: "it is asked too often"
            case 500...: "it failed; its log may say why"
            default: "only 200 assigns a device"
            }
        return "the webhook answered \(status.code): \(advice)"
    }

    private static func hasKey(_ url: HTTPURL) -> Bool {
        RequestTarget(url.target).queryItem("code").map { !$0.isEmpty } ?? false
    }
}
