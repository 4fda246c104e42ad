import Allocation
import HTTP

/// An error outside the allocate endpoint, as `application/problem+json` (RFC 9457).
struct Problem: Error {
    /// So many faults are told one by one; all are counted. An answer must not be a multiple of what was sent.
    static let mostTold = 1_000

    let type: ProblemType

    /// What is wrong with this very request, for people.
    let detail: String

    /// Every member of the body, or parameter of the query, that is at fault.
    let faults: [InvalidDocument]

    /// Members of this very type, beside those that all have (RFC 9457 §3.2).
    let extensions: JSONObject

    /// What the answer says beside its body.
    let fields: [(name: String, value: String)]

    /// What an operator should know of, and whoever asked should not (RFC 9457 §5); `nil` when there is nothing of that kind.
    let cause: String?

    init(
        _ type: ProblemType, _ detail: String, faults: [InvalidDocument] = [],
        extensions: JSONObject = JSONObject(), fields: [(name: String, value: String)] = [],
        cause: String? = nil
    ) {
        self.type = type
        self.detail = detail
        self.faults = faults
        self.extensions = extensions
        self.fields = fields
        self.cause = cause
    }

    var response: HTTPResponse {
        var body: JSONObject = [
            "type": .string(type.reference),
            "title": .string(type.title),
            "status": .number(JSONNumber(Int64(type.status.code))),
            "detail": .string(detail),
        ]
        if !faults.isEmpty {
            body["errors"] = .array(
                faults.prefix(Self.mostTold).map {
                    ["pointer": .string($0.pointer.description), "detail": .string($0.problem)]
                })
        }
        if faults.count > Self.mostTold { body["errorCount"] = .number(JSONNumber(Int64(faults.count))) }
        for member in extensions.members { body[member.name] = member.value }
        return HTTPResponse(
            status: type.status, fields: [("content-type", "application/problem+json")] + fields,
            body: JSONValue.object(body).serialized())
    }
}

extension Problem {
    /// A store that cannot do what it was asked.
    ///
    /// - Parameters:
    ///   - error: what the store said.
    ///   - what: what did not happen, as the beginning of a sentence.
    init(_ error: StoreError, _ what: String) {
        guard error.problemType == .unavailable else {
            self.init(error.problemType, "\(what): \(error).")
            return
        }
        // RFC 9110 §10.2.3: when to come again.
        self.init(
            .unavailable, "\(what). Try again.", fields: [("retry-after", "1")],
            cause: "\(what): \(error)")
    }

    /// What a change that was not made is answered with.
    ///
    /// - Parameters:
    ///   - refusal: why it was not made.
    ///   - noun: what was to be changed, such as `device`.
    init(_ refusal: ChangeRefusal, of noun: String) {
        switch refusal {
        case .notFound:
            self.init(.notFound, "There is no such \(noun).")
        case .preconditionFailed(let revision?):
            self.init(
                .preconditionFailed,
                "Not changed: the \(noun) is there, at revision \(revision), which the request does not name."
            )
        case .preconditionFailed(nil):
            self.init(.preconditionFailed, "Not changed: there is no such \(noun).")
        case .invalid(let faults):
            self.init(.invalidContent, "The \(noun) would not be valid.", faults: faults.faults)
        case .oversized(let twins):
            self.init(
                .invalidContent, "The \(noun) would not be valid.", faults: [twins.fault],
                extensions: ["oversizedCount": .number(JSONNumber(twins.count)), "oversized": twins.json])
        case .store(let error):
            self.init(error, "The \(noun) was not changed")
        }
    }

    static let preconditionRequired = Problem(
        .preconditionRequired,
        "Say which revision you know: If-Match with the ETag that was read, or * for whatever there is.")
}
