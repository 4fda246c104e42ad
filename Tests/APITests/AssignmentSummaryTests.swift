import Allocation
import Contoso
import HTTP
import InMemoryStore
import Testing

@Suite struct AssignmentSummaryTests {
    private let service: ServiceUnderTest

    init() async throws {
        service = try ServiceUnderTest()
        for (number, id) in ["unknown", "x-contoso-tstrsd-007", "unknown", "x-contoso-hpsd-088"].enumerated()
        {
            let request = AllocationRequest(registrationID: try RegistrationID(id), linkedHubs: Hub.both)
            try await service.decide(request, at: 1_800 * Int64(number))
        }
    }

    @Test func `counts and totals come together`() async throws {
        let answer = await service.get(
            "/api/assignments/summary?by=outcome&bucket=hour&since=2027-01-31T18:00:00Z&until=2027-01-31T20:00:00Z",
            as: .auditor)
        #expect(answer.status == 200)
        #expect(
            try answer.json() == [
                "by": "outcome", "bucket": "hour", "since": "2027-01-31T18:00:00.000Z",
                "until": "2027-01-31T20:00:00.000Z",
                "counts": [
                    ["start": "2027-01-31T18:00:00.000Z", "value": "assigned", "count": 1],
                    ["start": "2027-01-31T18:00:00.000Z", "value": "rejected", "count": 1],
                    ["start": "2027-01-31T19:00:00.000Z", "value": "assigned", "count": 1],
                    ["start": "2027-01-31T19:00:00.000Z", "value": "rejected", "count": 1],
                ],
                "totals": [["value": "assigned", "count": 2], ["value": "rejected", "count": 2]],
            ])
    }

    @Test(arguments: SummaryQuery.Dimension.allCases)
    func `each dimension counts all`(dimension: SummaryQuery.Dimension) async throws {
        let summary = try await service.get(
            "/api/assignments/summary?by=\(dimension.rawValue)&bucket=month&since=2027-01-01T00:00:00Z&until=2027-03-01T00:00:00Z",
            as: .admin
        ).json()
        let totals = summary["totals"]?.array ?? []
        #expect(totals.compactMap { $0["count"]?.number?.int64 }.reduce(0, +) == 4)
        #expect(summary["by"]?.string == dimension.rawValue)
    }

    @Test func `without a word it is about the outcomes of the last day by hour`() async throws {
        let now = Timestamp(milliseconds: 1_790_000_000_000)
        let request = AllocationRequest(registrationID: try RegistrationID("late"), linkedHubs: [])
        // A history that ends before now.
        let service = try ServiceUnderTest()
        for age: Int64 in [86_400_001, 86_400_000] {
            try await service.decide(request, atTime: Timestamp(milliseconds: now.milliseconds - age))
        }
        let summary = try await service.get("/api/assignments/summary", as: .auditor).json()
        #expect(summary["by"] == "outcome" && summary["bucket"] == "hour")
        #expect(summary["until"]?.string == now.description)
        #expect(
            summary["since"]?.string == Timestamp(milliseconds: now.milliseconds - 86_400_000).description)
        #expect(summary["totals"] == [["value": "rejected", "count": 1]])
        let before = try await service.get(
            "/api/assignments/summary?until=2026-09-20T00:00:00Z", as: .auditor
        ).json()
        #expect(before["since"] == "2026-09-19T00:00:00.000Z" && before["counts"] == [])
    }

    @Test(arguments: [
        ("?by=colour&bucket=week&since=x&until=y&limit=1", ["/by", "/bucket", "/since", "/until", "/limit"]),
        ("?since=2027-01-01T00:00:00Z&until=2027-01-01T00:00:00Z", ["/since"]),
        ("?since=2027-02-01T00:00:00Z", ["/since"]),
        ("?bucket=minute&since=2026-01-01T00:00:00Z", ["/bucket"]),
        ("?bucket=hour&since=2024-01-01T00:00:00Z&until=2026-01-01T00:00:00Z", ["/bucket"]),
        ("?bucket=day&since=0001-01-01T00:00:00Z&until=9999-12-31T00:00:00Z", ["/bucket"]),
    ])
    func `a time that cannot be drawn is refused with its place`(query: String, pointers: [String])
        async throws
    {
        let answer = await service.get("/api/assignments/summary" + query, as: .auditor)
        #expect(answer.status == 400)
        #expect(try answer.problem() == "invalid-query")
        #expect(try answer.pointers().sorted() == pointers.sorted())
    }

    @Test func `ten thousand buckets are not too many`() async throws {
        let answer = await service.get(
            "/api/assignments/summary?bucket=minute&since=2027-01-31T18:00:00Z&until=2027-02-07T16:40:00Z",
            as: .auditor)
        #expect(answer.status == 200)
    }
}
