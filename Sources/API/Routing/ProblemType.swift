import HTTP

/// Every kind of problem that is answered outside the allocate endpoint, with its status and title: the one table of them.
///
/// The raw value ends the problem's type, which programs may rely on: a kind once released keeps its name, and its title is
/// the same at each occurrence (RFC 9457 §3.1.3).
enum ProblemType: String, CaseIterable {
    case invalidQuery = "invalid-query"
    case invalidPath = "invalid-path"
    case invalidBody = "invalid-body"
    case bodyTooLarge = "body-too-large"
    case bodyTimedOut = "body-timed-out"
    case unauthorized
    case forbidden
    case foreignOrigin = "foreign-origin"
    case csrfTokenRequired = "csrf-token-required"
    case noSuchPath = "no-such-path"
    case notFound = "not-found"
    case methodNotAllowed = "method-not-allowed"
    case unknownMethod = "unknown-method"
    case conflict
    case importBlocked = "import-blocked"
    case importMoved = "import-moved"
    case unsupportedMediaType = "unsupported-media-type"
    case preconditionFailed = "precondition-failed"
    case preconditionRequired = "precondition-required"
    case invalidContent = "invalid-content"
    case invalidIdempotencyKey = "invalid-idempotency-key"
    case idempotencyKeyReused = "idempotency-key-reused"
    case idempotencyKeyInUse = "idempotency-key-in-use"
    case unavailable

    /// The member `type`: a reference relative to the service (RFC 9457 §3.1.1). There is nothing at it to be fetched.
    var reference: String { "/problems/\(rawValue)" }

    var status: HTTPStatus { row.status }

    var title: String { row.title }

    private var row: (status: HTTPStatus, title: String) {
        switch self {
        case .invalidQuery: (.badRequest, "The query is not in order")
        case .invalidPath: (.badRequest, "The path cannot name anything")
        case .invalidBody: (.badRequest, "The body cannot be read")
        case .bodyTooLarge: (.contentTooLarge, "The body is too large")
        case .bodyTimedOut: (.requestTimeout, "The body did not come in time")
        case .unauthorized: (.unauthorized, "No key that opens this was shown")
        case .forbidden: (.forbidden, "The key's role may not do this")
        case .foreignOrigin: (.forbidden, "A page of another site asks")
        case .csrfTokenRequired: (.forbidden, "The request must show the session's token")
        case .noSuchPath: (.notFound, "There is nothing at this path")
        case .notFound: (.notFound, "There is no such thing")
        case .methodNotAllowed: (.methodNotAllowed, "The path does not take this method")
        case .unknownMethod: (.notImplemented, "The method is not known")
        case .conflict: (.conflict, "What there is stands against it")
        case .importBlocked: (.conflict, "Rows of the file cannot be imported")
        case .importMoved: (.conflict, "The inventory has changed since the plan was made")
        case .unsupportedMediaType: (.unsupportedMediaType, "A body of this type is not taken")
        case .preconditionFailed: (.preconditionFailed, "It is not as the request believes")
        case .preconditionRequired: (.preconditionRequired, "The request must say what it knows")
        case .invalidContent: (.unprocessableContent, "What was sent breaks the rules")
        case .invalidIdempotencyKey: (.badRequest, "The Idempotency-Key is none")
        case .idempotencyKeyReused: (.unprocessableContent, "The Idempotency-Key belongs to another request")
        case .idempotencyKeyInUse: (.conflict, "A request with this Idempotency-Key is being done")
        case .unavailable: (.serviceUnavailable, "The store cannot answer at the moment")
        }
    }
}
