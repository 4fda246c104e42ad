import Allocation
import Testing

@Suite struct AssignmentSummaryTests {
    private static func query(
        _ bucket: SummaryQuery.Bucket, _ since: String, _ until: String,
        by dimension: SummaryQuery.Dimension = .rule
    ) throws -> SummaryQuery {
        SummaryQuery(
            by: dimension, in: bucket, since: try #require(Timestamp(since)),
            until: try #require(Timestamp(until)))
    }

    @Test(arguments: [
        (SummaryQuery.Bucket.minute, "2027-01-31T18:00:00Z", "2027-01-31T18:01:00Z", 1),
        (.minute, "2027-01-31T18:00:59.999Z", "2027-01-31T18:01:00.001Z", 2),
        (.hour, "2027-01-31T18:30:00Z", "2027-02-01T18:30:00Z", 25),
        (.day, "2027-01-31T18:00:00Z", "2028-01-31T00:00:00Z", 365),
        (.day, "2027-01-31T18:00:00Z", "2027-01-31T18:00:00Z", 0),
        (.day, "2027-01-31T18:00:00Z", "2027-01-30T18:00:00Z", 0),
        (.month, "2027-01-31T18:00:00Z", "2027-02-01T00:00:00Z", 1),
        (.month, "2027-01-31T18:00:00Z", "2027-02-01T00:00:00.001Z", 2),
        (.day, "1969-12-31T23:00:00Z", "1970-01-01T01:00:00Z", 2),
    ])
    func `buckets are counted as UTC cuts them`(
        bucket: SummaryQuery.Bucket, since: String, until: String, expected: Int64
    ) throws {
        #expect(try Self.query(bucket, since, until).bucketCount == expected)
    }

    @Test func `months are never fewer than they are counted`() throws {
        #expect(try Self.query(.month, "2027-01-01T00:00:00Z", "2037-01-01T00:00:00Z").bucketCount >= 120)
        let all = try Self.query(.month, "0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z").bucketCount
        #expect(all > SummaryQuery.mostBuckets)
    }

    @Test func `a summary has all that is needed to draw it`() throws {
        let query = try Self.query(.hour, "2027-01-31T18:30:00Z", "2027-01-31T20:00:00Z")
        let hours = [18, 19].map { Timestamp("2027-01-31T\($0):00:00Z") }
        let summary = AssignmentSummary([
            .init(start: try #require(hours[0]), value: "10", count: 3),
            .init(start: try #require(hours[0]), value: nil, count: 1),
            .init(start: try #require(hours[1]), value: "2", count: 4),
            .init(start: try #require(hours[1]), value: "10", count: 5),
        ])
        #expect(
            summary.json(for: query) == [
                "by": "rule", "bucket": "hour", "since": "2027-01-31T18:30:00.000Z",
                "until": "2027-01-31T20:00:00.000Z",
                "counts": [
                    ["start": "2027-01-31T18:00:00.000Z", "value": "10", "count": 3],
                    ["start": "2027-01-31T18:00:00.000Z", "count": 1],
                    ["start": "2027-01-31T19:00:00.000Z", "value": "2", "count": 4],
                    ["start": "2027-01-31T19:00:00.000Z", "value": "10", "count": 5],
                ],
                "totals": [["value": "2", "count": 4], ["value": "10", "count": 8], ["count": 1]],
            ])
    }
}
