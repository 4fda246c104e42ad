package import HTTP

/// A route of the emulator: what is asked for, and what answers.
package struct EmulatorRoute: Sendable {
    package typealias Respond = @Sendable (EmulatorCall) async -> HTTPResponse

    package let method: HTTPMethod

    /// Segments behind the leading slash; one in braces takes any text, and gives it its name: `emulator/hubs/{host}`.
    package let path: String

    package let respond: Respond

    /// The answer to another method, status 405; `nil` for problem details.
    package let refuse: (@Sendable (EmulatorCall) -> HTTPResponse)?

    package init(
        _ method: HTTPMethod, _ path: String, _ respond: @escaping Respond,
        refusing refuse: (@Sendable (EmulatorCall) -> HTTPResponse)? = nil
    ) {
        self.method = method
        self.path = path
        self.respond = respond
        self.refuse = refuse
    }

    /// What the segments in braces stand for; `nil` when the path is another one.
    func match(_ segments: [String]) -> [String: String]? {
        let wanted = path.split(separator: "/")
        guard wanted.count == segments.count else { return nil }
        var names: [String: String] = [:]
        for (wanted, segment) in zip(wanted, segments) {
            if wanted.hasPrefix("{") {
                names[String(wanted.dropFirst().dropLast())] = segment
            } else if wanted != segment {
                return nil
            }
        }
        return names
    }
}
