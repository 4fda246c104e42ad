import Allocation
import HTTP

/// An error outside the allocate endpoint, as `application/problem+json` (RFC 9457).
struct Problem {
    let status: HTTPStatus

    /// What is wrong with this very request, for people.
    let detail: String

    var response: HTTPResponse {
        let body: JSONValue = [
            "type": "about:blank",
            "title": .string(status.reasonPhrase),
            "status": .number(JSONNumber(Int64(status.code))),
            "detail": .string(detail),
        ]
        return HTTPResponse(
            status: status, fields: [("content-type", "application/problem+json")], body: body.serialized())
    }
}
