import Allocation
import HTTP

/// `/api/unmatched`: the inbox of refused devices. It is history, which auditors read; to act upon it is an admin's.
struct UnmatchedEndpoint: Sendable {
    let unmatched: any UnmatchedRepository
    let search: UnmatchedNearMisses
    let work: InventoryWork

    var routes: [Route] {
        let readers = Access.bearer([.auditor])
        return [
            Route(.get, "/api/unmatched", readers, groups),
            Route(.get, "/api/unmatched/devices", readers, devices),
        ]
    }

    private func groups(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let (query, wantsNearMisses) = try UnmatchedParameters.groupQuery(context.request.target)
        let now = work.surroundings.now
        return try await work.read { [unmatched, search] () throws(StoreError) in
            let page = try unmatched.groups(of: query)
            var groups: [JSONValue] = []
            for group in page.groups {
                let misses = wantsNearMisses ? try search.nearMisses(of: group, at: now) : nil
                groups.append(group.json(with: misses))
            }
            var body: JSONObject = [
                "by": .string(query.grouping.rawValue), "groups": .array(groups),
            ]
            body["next"] = page.next.map { .string($0.text(by: query.grouping)) }
            body["seenUpTo"] = page.countsUpTo.map { .string($0.description) }
            return .success(.json(.ok, .object(body)))
        }
    }

    private func devices(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let query = try UnmatchedParameters.deviceQuery(context.request.target)
        return try await work.read { [unmatched] () throws(StoreError) in
            let page = try unmatched.devices(of: query)
            var body: JSONObject = ["devices": .array(page.devices.map(\.json))]
            body["next"] = page.next.map(JSONValue.string)
            body["seenUpTo"] = page.countsUpTo.map { .string($0.description) }
            return .success(.json(.ok, .object(body)))
        }
    }
}
