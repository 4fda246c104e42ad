extension AssignmentSummary {
    /// The counts of a query's whole time, by value in the order of the counts; each begins with the first bucket.
    package func totals(for query: SummaryQuery) -> [Count] {
        var tally = AssignmentTally(query)
        for count in counts { tally.add(count.count, of: count.value, at: query.since) }
        return tally.summary.counts
    }

    /// All that is needed to draw the answer to a query. A count without a value has no such member.
    package func json(for query: SummaryQuery) -> JSONValue {
        [
            "by": .string(query.dimension.rawValue),
            "bucket": .string(query.bucket.rawValue),
            "since": .string(query.since.description),
            "until": .string(query.until.description),
            "counts": .array(
                counts.map { count in
                    var object: JSONObject = ["start": .string(count.start.description)]
                    object["value"] = count.value.map(JSONValue.string)
                    object["count"] = .number(JSONNumber(count.count))
                    return .object(object)
                }),
            "totals": .array(
                totals(for: query).map { total in
                    var object = JSONObject()
                    object["value"] = total.value.map(JSONValue.string)
                    object["count"] = .number(JSONNumber(total.count))
                    return .object(object)
                }),
        ]
    }
}
