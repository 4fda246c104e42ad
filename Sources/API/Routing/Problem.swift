import Allocation
import HTTP

/// An error outside the allocate endpoint, as `application/problem+json` (RFC 9457).
struct Problem {
    let status: HTTPStatus

    /// What is wrong with this very request, for people.
    let detail: String

    /// Every member of the body that is at fault.
    var faults: [InvalidDocument] = []

    var response: HTTPResponse {
        var body: JSONObject = [
            "type": "about:blank",
            "title": .string(status.reasonPhrase),
            "status": .number(JSONNumber(Int64(status.code))),
            "detail": .string(detail),
        ]
        if !faults.isEmpty {
            body["errors"] = .array(
                faults.map { ["pointer": .string($0.pointer.description), "detail": .string($0.problem)] })
        }
        return HTTPResponse(
            status: status, fields: [("content-type", "application/problem+json")],
            body: JSONValue.object(body).serialized())
    }
}

extension Problem {
    /// What a change that was not made is answered with.
    init(_ refusal: ChangeRefusal) {
        switch refusal {
        case .notFound:
            self.init(status: .notFound, detail: "There is no such device.")
        case .preconditionFailed:
            self.init(status: .preconditionFailed, detail: "Not changed: \(refusal).")
        case .invalid(let faults):
            self.init(
                status: .unprocessableContent, detail: "The device would not be valid.", faults: faults.faults
            )
        case .store(let error):
            self.init(status: error.status, detail: "Not changed: \(error).")
        }
    }
}
