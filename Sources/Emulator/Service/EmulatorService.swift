package import HTTP

/// Finds the route of each request. What has none is answered in problem details (RFC 9457).
package struct EmulatorService: HTTPHandler {
    private let routes: [EmulatorRoute]
    private let access: EmulatorAccess

    /// - Parameters:
    ///   - routes: the first one that a path fits decides.
    ///   - access: who may use those behind `/emulator`.
    package init(routes: [EmulatorRoute], access: EmulatorAccess = .loopback) {
        self.routes = routes
        self.access = access
    }

    package func respond(to request: HTTPRequest) async -> HTTPResponse {
        guard let segments = request.target.pathSegments() else {
            return .problem(.badRequest, "The path cannot be decoded.")
        }
        if segments.first == "emulator", let refusal = access.refusal(of: request) { return refusal }
        var others: [(route: EmulatorRoute, call: EmulatorCall)] = []
        for route in routes {
            guard let names = route.match(segments) else { continue }
            let call = EmulatorCall(request: request, names: names)
            // HEAD is answered as GET; the server leaves the body out (RFC 9110 §9.3.2).
            if route.method == (request.method == .head ? .get : request.method) {
                return await route.respond(call)
            }
            others.append((route, call))
        }
        guard let first = others.first else {
            return .problem(.notFound, "There is nothing at this path.")
        }
        var answer =
            first.route.refuse?(first.call)
            ?? .problem(.methodNotAllowed, "\(request.method) is not allowed here.")
        // RFC 9110 §15.5.6
        answer.fields.append(
            (name: "Allow", value: others.map(\.route.method.rawValue).joined(separator: ", ")))
        return answer
    }
}
