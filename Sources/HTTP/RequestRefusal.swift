/// Why the engine itself answers a request, and closes: the handler never sees it.
struct RequestRefusal: Error, Equatable {
    let status: HTTPStatus

    static let malformed = RequestRefusal(status: .badRequest)
}
