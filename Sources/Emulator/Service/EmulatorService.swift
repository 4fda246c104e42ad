package import HTTP

/// Finds the route of each request. What has none is answered in problem details (RFC 9457).
package struct EmulatorService: HTTPHandler {
    private let routes: [EmulatorRoute]

    package init(routes: [EmulatorRoute]) {
        self.routes = routes
    }

    package func respond(to request: HTTPRequest) async -> HTTPResponse {
        guard let segments = request.target.pathSegments() else {
            return .problem(.badRequest, "The path cannot be decoded.")
        }
        var allowed: [String] = []
        for route in routes {
            guard let names = route.match(segments) else { continue }
            if route.method == request.method {
                return await route.respond(EmulatorCall(request: request, names: names))
            }
            allowed.append(route.method.rawValue)
        }
        guard allowed.isEmpty else {
            var answer = HTTPResponse.problem(
                .methodNotAllowed, "\(request.method) is not allowed here.")
            // RFC 9110 §15.5.6
            answer.fields.append((name: "Allow", value: allowed.joined(separator: ", ")))
            return answer
        }
        return .problem(.notFound, "There is nothing at this path.")
    }
}
