import Allocation
import HTTP

/// `/api/assignments`: what was decided, and all that is known of each decision.
struct AssignmentsEndpoint: Sendable {
    let assignments: any AssignmentRepository
    let work: HistoryWork

    var routes: [Route] {
        let readers = Access.bearer([.auditor])
        return [
            Route(.get, "/api/assignments", readers, list),
            Route(.get, "/api/assignments/{}", readers, show),
        ]
    }

    /// A page that is not full, or empty, may have a next one: one request looks through a bounded number of rows.
    private func list(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let query = try AssignmentListParameters(context.request.target).query
        return try await work.read { [assignments] () throws(StoreError) in
            let page = try assignments.page(of: query)
            var body: JSONObject = ["assignments": .array(page.assignments.map(\.json))]
            body["next"] = page.next.map { .string(AssignmentListParameters.cursor(after: $0, of: query)) }
            return .success(.json(.ok, .object(body)))
        }
    }

    private func show(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let id = try context.number(of: "assignment")
        try context.refuseQuery()
        return try await work.read { [assignments] () throws(StoreError) in
            guard let assignment = try assignments.assignment(id) else {
                return .failure(Problem(ChangeRefusal.notFound, of: "assignment"))
            }
            return .success(.json(.ok, assignment.json))
        }
    }
}
