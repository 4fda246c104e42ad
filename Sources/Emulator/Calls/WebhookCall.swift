package import Allocation

/// One call of a webhook, as it was made and answered. No key is in it.
package struct WebhookCall: Sendable, Equatable {
    /// Counts up from 1 and is not used again.
    package let number: Int
    package let registrationID: RegistrationID
    package let operationID: String
    /// 1 for the first, up to 11: DPS tries again ten times.
    package let attempt: Int
    package let at: PreciseTime
    /// Its query redacted.
    package let url: String
    /// As sent.
    package let request: [UInt8]
    /// `nil` when there was no answer.
    package let status: Int?
    package let contentType: String?
    /// As received, at most `AllocationRequest.largestBody` bytes of it; `nil` when there was no answer.
    package let answer: [UInt8]?
    package let milliseconds: Int
    /// What DPS makes of it, in a word that programs can read, for example `assigned`, `retried`, `400207`.
    package let verdict: String
    /// In plain words, for example `the hub x is not one of linkedHubs`.
    package let reason: String

    package init(
        number: Int, registrationID: RegistrationID, operationID: String, attempt: Int, at: PreciseTime,
        url: String, request: [UInt8], status: Int?, contentType: String?, answer: [UInt8]?,
        milliseconds: Int,
        verdict: String, reason: String
    ) {
        self.number = number
        self.registrationID = registrationID
        self.operationID = operationID
        self.attempt = attempt
        self.at = at
        self.url = url
        self.request = request
        self.status = status
        self.contentType = contentType
        self.answer = answer
        self.milliseconds = milliseconds
        self.verdict = verdict
        self.reason = reason
    }
}
