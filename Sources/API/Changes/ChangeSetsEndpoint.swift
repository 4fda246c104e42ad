import Allocation
import HTTP

/// `/api/change-sets`: what somebody did at one time, and the way back.
struct ChangeSetsEndpoint: Sendable {
    private static let largestPage: Int64 = 1_000

    let changes: any ChangeRepository
    let work: InventoryWork

    var routes: [Route] {
        let readers = Access.bearer([.fleet, .auditor])
        return [
            Route(.get, "/api/change-sets", readers, list),
            Route(.get, "/api/change-sets/{}", readers, show),
            Route(.post, "/api/change-sets/{}/undo", .bearer([.fleet]), undo),
        ]
    }

    private func list(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        var parameters = QueryParameters(context.request.target, known: ["kind", "limit", "cursor"])
        let kind: ChangeSet.Kind? = parameters.choice("kind")
        let before = parameters.integer("cursor", in: 1...Int64.max)
        let limit = Int(parameters.integer("limit", in: 1...Self.largestPage) ?? 100)
        try parameters.finish()
        let visible = Self.visibleKind(for: context)
        return try await work.read { [changes] () throws(StoreError) in
            let found = try changes.changeSets(
                of: kind, concerning: visible, before: before, limit: limit + 1)
            let page = found.prefix(limit)
            var body: JSONObject = ["changeSets": .array(page.map(\.json))]
            if found.count > limit { body["next"] = page.last.map { .string(String($0.id)) } }
            return .success(.json(.ok, .object(body)))
        }
    }

    private func show(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let id = try context.number(of: "change set")
        try context.refuseQuery()
        var ofSet = ChangeFilter(limit: 1)
        ofSet.changeSet = id
        ofSet.kind = Self.visibleKind(for: context)
        return try await work.read { [changes, ofSet] () throws(StoreError) in
            // There is no set without a change.
            let visible = try changes.changes(matching: ofSet)
            guard !visible.isEmpty, let set = try changes.changeSet(id) else {
                return .failure(Problem(ChangeRefusal.notFound, of: "change set"))
            }
            return .success(.json(.ok, set.json))
        }
    }

    /// Fleet managers see the sets that concern devices, `nil` is for whoever sees all.
    private static func visibleKind(for context: RequestContext) -> Change.Kind? {
        context.role == .fleet ? .device : nil
    }

    private func undo(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        try await ChangeSetUndoing(changes: changes, work: work).undo(
            context.number(of: "change set"), for: context)
    }
}
