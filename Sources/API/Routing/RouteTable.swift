import HTTP

/// Finds the routes of a path. `{}` in a route's path stands for one segment, whatever it is.
///
/// A path without a placeholder wins over one with it, for all methods. So a thing that is called like a path beside it is
/// reached by another spelling only (`/api/devices/%65xport`): paths are compared as they were received, and the parameter is
/// decoded. Of two paths with a placeholder that both fit, the first in the table wins.
struct RouteTable: Sendable {
    typealias Methods = [HTTPMethod: Route]

    /// A path with a placeholder.
    private struct Pattern {
        let segments: [Substring]
        /// Which of the segments is the placeholder.
        let place: Int
        let methods: Methods

        func matches(_ path: [Substring]) -> Bool {
            path.indices.allSatisfy { $0 == place || path[$0] == segments[$0] }
        }
    }

    private static let placeholder = "{}"

    private let exact: [String: Methods]
    /// By how many segments they have.
    private let patterns: [Int: [Pattern]]

    init(_ routes: [Route]) {
        var exact: [String: Methods] = [:]
        var patterns: [Int: [Pattern]] = [:]
        let grouped = Dictionary(grouping: routes, by: \.path)
        var paths: Set<String> = []
        for path in routes.map(\.path) where paths.insert(path).inserted {
            let methods = Dictionary((grouped[path] ?? []).map { ($0.method, $0) }) { first, _ in first }
            let segments = Self.segments(of: path)
            if let place = segments.firstIndex(of: Self.placeholder[...]) {
                patterns[segments.count, default: []].append(
                    Pattern(segments: segments, place: place, methods: methods))
            } else {
                exact[path] = methods
            }
        }
        self.exact = exact
        self.patterns = patterns
    }

    /// The routes of a path, by method, and what stands for the placeholder; `nil` when there are none.
    func methods(at target: RequestTarget) -> (methods: Methods, parameter: String)? {
        let path = target.path
        if let methods = exact[path] { return (methods, "") }
        let segments = Self.segments(of: path)
        guard let pattern = patterns[segments.count]?.first(where: { $0.matches(segments) }),
            // These do not begin with the empty one before the first slash.
            let parameter = target.pathSegments()?[pattern.place - 1], !parameter.isEmpty
        else { return nil }
        return (pattern.methods, parameter)
    }

    private static func segments(of path: String) -> [Substring] {
        path.split(separator: "/", omittingEmptySubsequences: false)
    }
}
