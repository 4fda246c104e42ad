import Allocation
import HTTP

/// What came back from the webhook, and how long that took.
struct WebhookAnswer: Sendable {
    let result: Result<HTTPClientResponse, HTTPClientError>
    let nanoseconds: UInt64

    var status: Int? { (try? result.get())?.status.code }

    var milliseconds: Int { Int(nanoseconds / 1_000_000) }

    /// Its status, and the beginning of what it says, for people.
    var outline: String {
        switch result {
        case .failure(let error): return error.description
        case .success(let response):
            let body = String(decoding: response.body.prefix(300), as: UTF8.self)
            let text = body.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            return text.isEmpty ? "\(response.status)" : "\(response.status): \(text)"
        }
    }

    /// Statuses that say that something may be otherwise in a moment, and at which DPS gives up: Request Timeout (RFC 9110 §15.5.9),
    /// Too Early (RFC 8470 §5.2), and any with `Retry-After`.
    var isTransientBelow429: Bool {
        guard let response = try? result.get(), (400..<429).contains(response.status.code) else {
            return false
        }
        return [408, 425].contains(response.status.code) || response.fields.contains("retry-after")
    }
}
