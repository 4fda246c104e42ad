import Allocation
import HTTP

/// `/api/watches`: what somebody should know of before it is complained of. It is history in part, which auditors read.
struct WatchesEndpoint: Sendable {
    /// How long a watch may look on behalf of a request, in nanoseconds.
    private static let longestTime: UInt64 = 5_000_000_000
    private static let longestDays: Int64 = 3_650
    private static let mostPerHour: Int64 = 1_000_000

    let watches: Watches
    let counts: WatchCounts
    let work: InventoryWork

    var routes: [Route] {
        let readers = Access.bearer([.auditor])
        return [
            Route(.get, "/api/watches", readers, list), Route(.get, "/api/watches/{}", readers, show),
        ]
    }

    /// What was counted last: counting takes longer than somebody wants to wait for a page.
    private func list(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        try context.refuseQuery()
        let watches = Watch.allCases.map { watch -> JSONValue in
            var object: JSONObject = [
                "watch": .string(watch.rawValue), "meaning": .string(watch.meaning),
            ]
            if let entry = counts.entry(of: watch) {
                object["count"] = .number(JSONNumber(entry.count))
                object["isComplete"] = .bool(entry.isComplete)
                object["countedAt"] = .string(entry.time.description)
            }
            return .object(object)
        }
        return .json(.ok, ["watches": .array(watches)])
    }

    private func show(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        guard let watch = Watch(rawValue: context.parameter) else {
            throw Problem(ChangeRefusal.notFound, of: "watch")
        }
        let query = try Self.query(of: watch, context.request.target)
        let surroundings = work.surroundings
        return try await work.read { [watches] () throws(StoreError) in
            let end = surroundings.monotonicNanoseconds() + Self.longestTime
            let report = try watches.report(
                query, at: surroundings.now,
                within: WatchBudget { surroundings.monotonicNanoseconds() >= end })
            return .success(.json(.ok, report.json(of: watch)))
        }
    }

    private static func query(of watch: Watch, _ target: RequestTarget) throws(Problem) -> WatchQuery {
        var parameters = QueryParameters(target, known: ["days", "perHour", "limit", "cursor"])
        var query = WatchQuery(watch)
        query.days = parameters.integer("days", in: 1...longestDays).map { Int($0) } ?? query.days
        query.perHour = parameters.integer("perHour", in: 1...mostPerHour).map { Int($0) } ?? query.perHour
        query.limit =
            parameters.integer("limit", in: 1...Int64(WatchQuery.mostFindings)).map { Int($0) } ?? query.limit
        query.after = parameters.registrationID("cursor")?.text
        if parameters.has("cursor"), !watch.hasPages {
            parameters.add("cursor", "is not for this watch, which tells all in one page")
        }
        try parameters.finish()
        return query
    }
}
