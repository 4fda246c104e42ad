import HTTP

/// Finds the routes of a path: by the whole path, or by all but its last segment where a route's path ends in `{}`.
struct RouteTable: Sendable {
    typealias Methods = [HTTPMethod: Route]

    private let exact: [String: Methods]
    private let below: [String: Methods]

    init(_ routes: [Route]) {
        let placeholder = "/{}"
        exact = Self.table(of: routes.filter { !$0.path.hasSuffix(placeholder) }) { $0 }
        below = Self.table(of: routes.filter { $0.path.hasSuffix(placeholder) }) {
            String($0.dropLast(placeholder.utf8.count))
        }
    }

    private static func table(of routes: [Route], key: (String) -> String) -> [String: Methods] {
        Dictionary(grouping: routes) { key($0.path) }.mapValues { routes in
            Dictionary(routes.map { ($0.method, $0) }) { first, _ in first }
        }
    }

    /// The routes of a path, by method, and what stands for the placeholder; `nil` when there are none.
    func methods(at target: RequestTarget) -> (methods: Methods, parameter: String)? {
        let path = target.path
        if let methods = exact[path] { return (methods, "") }
        guard let slash = path.lastIndex(of: "/"), let methods = below[String(path[..<slash])],
            let parameter = target.pathSegments()?.last, !parameter.isEmpty
        else { return nil }
        return (methods, parameter)
    }
}
