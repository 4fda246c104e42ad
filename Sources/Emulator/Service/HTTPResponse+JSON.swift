package import Allocation
package import HTTP

extension HTTPResponse {
    package static func json(
        _ value: JSONValue, _ status: HTTPStatus = .ok, fields: [(name: String, value: String)] = []
    ) -> HTTPResponse {
        var body: [UInt8] = []
        value.write(into: &body)
        return HTTPResponse(
            status: status,
            fields: [(name: "Content-Type", value: "application/json; charset=utf-8")] + fields,
            body: body)
    }

    /// An error outside the device API (RFC 9457).
    package static func problem(_ status: HTTPStatus, _ detail: String) -> HTTPResponse {
        var body: [UInt8] = []
        JSONValue.object([
            "status": .number(JSONNumber(Int64(status.code))), "title": .string(status.reasonPhrase),
            "detail": .string(detail),
        ]).write(into: &body)
        return HTTPResponse(
            status: status, fields: [(name: "Content-Type", value: "application/problem+json")], body: body)
    }
}
