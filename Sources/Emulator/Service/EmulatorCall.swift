package import HTTP

/// A request that has found its route.
package struct EmulatorCall: Sendable {
    package let request: HTTPRequest
    private let names: [String: String]

    package init(request: HTTPRequest, names: [String: String] = [:]) {
        self.request = request
        self.names = names
    }

    /// The decoded segment that stands for a name in the route's path; empty for a name that is not in it.
    package subscript(name: String) -> String { names[name] ?? "" }
}
