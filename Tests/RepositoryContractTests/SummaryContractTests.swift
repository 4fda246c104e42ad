import Allocation
import Contoso
import Testing

@Suite struct SummaryContractTests {
    /// Decisions of both kinds around the turn of a month and a leap day, and what of each is in the range.
    private func store(_ kind: StoreKind) async throws -> StoreUnderTest {
        let store = try StoreUnderTest(kind)
        let times = [
            "2028-02-28T23:59:59.999Z", "2028-02-29T00:00:00Z", "2028-02-29T10:59:59.999Z",
            "2028-02-29T23:00:00Z", "2028-03-01T00:00:00Z", "2028-03-01T00:00:59.999Z",
            "2028-03-01T00:01:00Z",
        ]
        for (number, time) in times.enumerated() {
            let id = number % 3 == 0 ? "unknown" : "x-contoso-tstrsd-007"
            var noSteps: [DecisionStep]?
            let request = AllocationRequest(registrationID: try RegistrationID(id), linkedHubs: Hub.both)
            let decision = try Allocator.decide(
                request, at: try #require(Timestamp(time)),
                readingStandingBy: { _ in InventoryStanding(policy: .contoso) }, explainingInto: &noSteps)
            try await store.recorder.record(
                Assignment(
                    decidedAt: try #require(Timestamp(time)),
                    requestID: RequestID(nanoseconds: 1, randomness: UInt64(number)), request: request,
                    decision: decision))
        }
        return store
    }

    private func lines(_ summary: AssignmentSummary) -> [String] {
        summary.counts.map { "\($0.start) \($0.value ?? "-") \($0.count)" }
    }

    private func query(
        _ dimension: SummaryQuery.Dimension, _ bucket: SummaryQuery.Bucket,
        from since: String = "2028-02-28T23:59:59.999Z",
        to until: String = "2028-03-01T00:01:00Z"
    ) throws -> SummaryQuery {
        SummaryQuery(
            by: dimension, in: bucket, since: try #require(Timestamp(since)),
            until: try #require(Timestamp(until)))
    }

    @Test(arguments: StoreKind.allCases)
    func `decisions are counted in pieces that begin where those of UTC do`(kind: StoreKind) async throws {
        let store = try await store(kind)
        #expect(
            try lines(store.history.summary(query(.outcome, .day))) == [
                "2028-02-28T00:00:00.000Z rejected 1", "2028-02-29T00:00:00.000Z assigned 2",
                "2028-02-29T00:00:00.000Z rejected 1", "2028-03-01T00:00:00.000Z assigned 2",
            ])
        #expect(
            try lines(store.history.summary(query(.outcome, .month))) == [
                "2028-02-01T00:00:00.000Z assigned 2", "2028-02-01T00:00:00.000Z rejected 2",
                "2028-03-01T00:00:00.000Z assigned 2",
            ])
        #expect(
            try lines(store.history.summary(query(.source, .hour, from: "2028-02-29T00:00:00.001Z"))) == [
                "2028-02-29T10:00:00.000Z rule 1", "2028-02-29T23:00:00.000Z none 1",
                "2028-03-01T00:00:00.000Z rule 2",
            ])
        #expect(
            try lines(
                store.history.summary(
                    query(.hub, .minute, from: "2028-02-29T23:00:00Z", to: "2028-03-02T00:00:00Z"))) == [
                    "2028-02-29T23:00:00.000Z - 1", "2028-03-01T00:00:00.000Z \(Hub.toasters) 2",
                    "2028-03-01T00:01:00.000Z - 1",
                ])
    }

    @Test(arguments: StoreKind.allCases, SummaryQuery.Dimension.allCases)
    func `whatever they are told apart by, all are counted, and those without a value are last`(
        kind: StoreKind, dimension: SummaryQuery.Dimension
    ) async throws {
        let store = try await store(kind)
        let counts = try store.history.summary(query(dimension, .month, to: "2029-01-01T00:00:00Z")).counts
        #expect(counts.map(\.count).reduce(0, +) == 7)
        for (one, next) in zip(counts, counts.dropFirst()) where one.start == next.start {
            #expect(one.value != nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a range without decisions, or that ends before it begins, has no counts`(kind: StoreKind)
        async throws
    {
        let store = try await store(kind)
        #expect(
            try store.history.summary(
                query(.hub, .day, from: "2029-01-01T00:00:00Z", to: "2030-01-01T00:00:00Z")
            )
            .counts.isEmpty)
        #expect(
            try store.history.summary(
                query(.hub, .day, from: "2028-03-01T00:00:00Z", to: "2028-02-01T00:00:00Z")
            )
            .counts.isEmpty)
    }
}
