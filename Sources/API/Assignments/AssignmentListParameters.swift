import Allocation
import HTTP

/// The query of `GET /api/assignments`.
struct AssignmentListParameters {
    private static let largestPage: Int64 = 1_000

    let query: AssignmentQuery

    /// - Throws: `Problem` with every parameter at fault.
    init(_ target: RequestTarget) throws(Problem) {
        var parameters = QueryParameters(
            target, known: QueryParameters.assignmentFilterNames + ["order", "limit", "cursor"])
        let filter = parameters.assignmentFilter()
        let order = parameters.assignmentOrder()
        let limit = parameters.integer("limit", in: 1...Self.largestPage) ?? 100
        var after: Int64?
        if let text = parameters["cursor"] {
            after = Self.place(of: text, in: order)
            if after == nil { parameters.add("cursor", "is not the cursor of a list in this order") }
        }
        try parameters.finish()
        query = AssignmentQuery(
            filter, isOldestFirst: order == .oldest, after: after, limit: Int(limit))
    }

    /// The cursor as it travels: the order, so that it cannot be used with the other one, and the number of a row.
    static func cursor(after place: Int64, of query: AssignmentQuery) -> String {
        "\((query.isOldestFirst ? AssignmentOrder.oldest : .newest).rawValue)-\(place)"
    }

    private static func place(of cursor: String, in order: AssignmentOrder) -> Int64? {
        let parts = cursor.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == order.rawValue, let place = Int64(parts[1]), place > 0,
            String(place) == parts[1]
        else { return nil }
        return place
    }
}
