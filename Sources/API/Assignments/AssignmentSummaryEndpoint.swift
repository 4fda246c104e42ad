import Allocation
import HTTP

/// `/api/assignments/summary`: how many decisions there were, by what they came to, in pieces of time.
struct AssignmentSummaryEndpoint: Sendable {
    /// What is summed up when nothing is said of a time, in milliseconds.
    private static let usualTime: Int64 = 24 * 3_600_000

    let assignments: any AssignmentRepository
    let work: HistoryWork

    var routes: [Route] {
        [Route(.get, "/api/assignments/summary", .bearer([.auditor]), summarize)]
    }

    private func summarize(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let query = try Self.query(of: context.request.target, at: work.surroundings.now)
        return try await work.read { [assignments] () throws(StoreError) in
            .success(.json(.ok, try assignments.summary(query).json(for: query)))
        }
    }

    /// - Throws: `Problem` with every parameter at fault.
    private static func query(of target: RequestTarget, at now: Timestamp) throws(Problem) -> SummaryQuery {
        var parameters = QueryParameters(target, known: ["by", "bucket", "since", "until"])
        let dimension: SummaryQuery.Dimension = parameters.choice("by") ?? .outcome
        let bucket: SummaryQuery.Bucket = parameters.choice("bucket") ?? .hour
        let until = parameters.time("until") ?? now
        let since =
            parameters.time("since") ?? Timestamp(milliseconds: until.milliseconds - usualTime)
        let query = SummaryQuery(by: dimension, in: bucket, since: since, until: until)
        // Of a time that cannot be read nothing more is to be said.
        try parameters.finish()
        if since >= until {
            parameters.add(
                parameters.has("since") ? "since" : "until", "must leave a time: since is before until")
        }
        if query.bucketCount > SummaryQuery.mostBuckets {
            parameters.add(
                "bucket",
                "cuts the time into \(query.bucketCount) pieces, and there may be \(SummaryQuery.mostBuckets); take larger ones, "
                    + "or less time")
        }
        try parameters.finish()
        return query
    }
}
