import Allocation
import HTTP

extension HTTPResponse {
    static func json(_ status: HTTPStatus, _ value: JSONValue, fields: [(String, String)] = [])
        -> HTTPResponse
    {
        HTTPResponse(
            status: status, fields: [("content-type", "application/json")] + fields, body: value.serialized())
    }

    static func text(_ status: HTTPStatus, _ text: String, fields: [(String, String)] = []) -> HTTPResponse {
        HTTPResponse(
            status: status, fields: [("content-type", "text/plain; charset=utf-8")] + fields,
            body: Array(text.utf8))
    }
}
