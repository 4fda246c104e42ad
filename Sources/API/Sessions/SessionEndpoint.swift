import Allocation
import HTTP

/// `/api/session`: signing a browser in with a key, and out.
struct SessionEndpoint: Sendable {
    let sessions: Sessions
    let admission: Admission

    /// The largest body in bytes, with room: whoever sends it has shown no key yet, and is not to keep the service busy.
    private static let largestBody = 4_096

    private static let people = Access.bearer([.fleet, .auditor])

    var routes: [Route] {
        [
            Route(.post, "/api/session", .open, isConfidential: true, begin),
            Route(.get, "/api/session", Self.people, show),
            Route(.delete, "/api/session", Self.people, end),
        ]
    }

    /// A page of another site that signs its visitor in, with a key of its own, would see what they do then: login CSRF. So it is
    /// refused by where it comes from and, where the browser does not say that, by the media type, which no form can send.
    private func begin(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let fields = context.request.fields
        guard !fields.comesFromElsewhere else {
            throw Problem(.foreignOrigin, "Only a page of this service may sign in.")
        }
        try context.refuseQuery()
        guard context.mediaType == "application/json" else {
            // RFC 9110 §15.5.16: Accept tells what would be taken.
            throw Problem(
                .unsupportedMediaType, "Send the key as application/json.",
                fields: [("accept", "application/json")])
        }
        let secret = try Self.secret(in: await context.document(upTo: Self.largestBody).json)
        let key = try admission.key(
            forSecret: secret, by: Self.people, otherwise: "This is no live key: it is mistyped or revoked.")
        let (session, cookie) = sessions.begin(for: key.id, insteadOf: SessionCookie.tokens(in: fields))
        return .json(
            .created, Self.json(name: key.name, role: key.role, session: session),
            fields: [SessionCookie.setting(cookie, isSecure: fields.comesFromSecurePage)])
    }

    private static func secret(in json: JSONValue) throws(Problem) -> String {
        do throws(InvalidDocuments) {
            var fields = JSONFields(json, at: JSONPointer(), known: ["key"])
            let secret = fields.read { members throws(InvalidDocument) in try members.requiredText("key") }
            try fields.finish()
            return secret ?? ""
        } catch {
            throw Problem(.invalidContent, "The body shows no key.", faults: error.faults)
        }
    }

    private func show(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        try context.refuseQuery()
        return .json(.ok, Self.json(name: context.keyName, role: context.role, session: context.session))
    }

    /// A program that shows its key has no session, and so nothing to end.
    private func end(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        try context.refuseQuery()
        guard let session = context.session else { return HTTPResponse(status: .noContent) }
        sessions.end(session)
        return HTTPResponse(
            status: .noContent,
            fields: [SessionCookie.clearing(isSecure: context.request.fields.comesFromSecurePage)])
    }

    private static func json(name: String, role: Role?, session: Session?) -> JSONValue {
        var object: JSONObject = ["name": .string(name)]
        object["role"] = role.map { .string($0.rawValue) }
        object["csrfToken"] = session.map { .string($0.csrfToken.text) }
        object["expiresAt"] = session.map { .string($0.expiresAt.description) }
        return .object(object)
    }
}
