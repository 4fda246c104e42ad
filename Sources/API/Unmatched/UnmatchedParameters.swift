import Allocation
import HTTP

/// The queries of `GET /api/unmatched` and `GET /api/unmatched/devices`.
enum UnmatchedParameters {
    private static let filterNames = ["reason", "suffix", "enrollment", "dismissed"]
    /// Each group brings a few of its devices.
    private static let largestGroupPage: Int64 = 200
    /// To look for near misses takes tens of milliseconds a group.
    private static let largestPageWithNearMisses: Int64 = 20
    private static let largestPage: Int64 = 1_000
    private static let usualPage: Int64 = 50

    /// - Throws: `Problem` with every parameter at fault.
    static func groupQuery(
        _ target: RequestTarget
    ) throws(Problem) -> (query: UnmatchedGroupQuery, wantsNearMisses: Bool) {
        var parameters = QueryParameters(
            target, known: ["by", "limit", "cursor", "nearMisses"] + filterNames)
        let wantsNearMisses = parameters.flag("nearMisses") ?? false
        let largest = wantsNearMisses ? largestPageWithNearMisses : largestGroupPage
        let grouping: UnmatchedGrouping = parameters.choice("by") ?? .reason
        var query = UnmatchedGroupQuery(by: grouping, filter(&parameters))
        query.limit = Int(parameters.integer("limit", in: 1...largest) ?? min(usualPage, largest))
        if let text = parameters["cursor"] {
            query.after = UnmatchedGroupCursor(text, by: grouping)
            if query.after == nil { parameters.add("cursor", "is not the cursor of a list of these groups") }
        }
        try parameters.finish()
        return (query, wantsNearMisses)
    }

    /// - Throws: `Problem` with every parameter at fault.
    static func deviceQuery(_ target: RequestTarget) throws(Problem) -> UnmatchedQuery {
        var parameters = QueryParameters(target, known: ["limit", "cursor"] + filterNames)
        var query = UnmatchedQuery(filter(&parameters))
        query.limit = Int(parameters.integer("limit", in: 1...largestPage) ?? usualPage)
        query.after = parameters.registrationID("cursor")?.text
        try parameters.finish()
        return query
    }

    private static func filter(_ parameters: inout QueryParameters) -> UnmatchedFilter {
        var filter = UnmatchedFilter(isDismissed: parameters.flag("dismissed") ?? false)
        filter.reason = parameters.choice("reason")
        filter.suffix = parameters.text("suffix")
        filter.enrollment = parameters.text("enrollment")
        return filter
    }
}

extension UnmatchedGroupCursor {
    /// The cursor as it travels; one of other groups is refused.
    func text(by grouping: UnmatchedGrouping) -> String {
        let parts: [JSONValue] = [
            .string(grouping.rawValue), .number(JSONNumber(devices)), .string(key),
        ]
        return Base64.url.encode(JSONValue.array(parts).serialized())
    }

    init?(_ text: String, by grouping: UnmatchedGrouping) {
        guard let bytes = Base64.url.decode(text), let parts = (try? JSONValue(parsing: bytes))?.array,
            parts.count == 3, parts[0].string == grouping.rawValue, let devices = parts[1].number?.int64,
            let key = parts[2].string
        else { return nil }
        self.init(devices: devices, key: key)
    }
}
