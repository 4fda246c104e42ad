import Allocation
import HTTP

/// What a write is answered with: this once, and whenever it is sent again.
struct WriteAnswer: Sendable {
    let response: HTTPResponse

    /// Without what may be told only once.
    let kept: HTTPResponse

    init(_ response: HTTPResponse, keeping kept: HTTPResponse? = nil) {
        self.response = response
        self.kept = kept ?? response
    }
}

extension KeptAnswer {
    /// `nil` for what is not to be kept: a stream, and what may be otherwise in a moment.
    init?(_ response: HTTPResponse) {
        guard case .bytes(let bytes) = response.body, (200...499).contains(response.status.code) else {
            return nil
        }
        self.init(
            status: response.status.code, fields: response.fields.map { Field($0.name, $0.value) },
            body: bytes)
    }
}

extension HTTPResponse {
    /// An answer that was given before, and says so.
    init(again kept: KeptAnswer) {
        self.init(
            status: HTTPStatus(code: kept.status),
            fields: kept.fields.map { ($0.name, $0.value) } + [("idempotency-replayed", "true")],
            body: kept.body)
    }
}
