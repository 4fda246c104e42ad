package import Allocation
package import HTTP

extension HTTPResponse {
    package static func json(
        _ value: JSONValue, _ status: HTTPStatus = .ok, fields: [(name: String, value: String)] = []
    ) -> HTTPResponse {
        HTTPResponse(
            status: status,
            fields: [(name: "Content-Type", value: "application/json; charset=utf-8")] + fields,
            body: value.serialized())
    }

    /// An error outside the device API (RFC 9457); the extensions are members behind those that every problem has.
    package static func problem(
        _ status: HTTPStatus, _ detail: String, _ extensions: JSONObject = [:]
    ) -> HTTPResponse {
        var body: JSONObject = [
            "status": .number(JSONNumber(Int64(status.code))), "title": .string(status.reasonPhrase),
            "detail": .string(detail),
        ]
        for member in extensions.members { body[member.name] = member.value }
        return HTTPResponse(
            status: status, fields: [(name: "Content-Type", value: "application/problem+json")],
            body: JSONValue.object(body).serialized())
    }
}
