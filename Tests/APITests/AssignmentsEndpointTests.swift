import Allocation
import Contoso
import HTTP
import InMemoryStore
import Testing

@Suite struct AssignmentsEndpointTests {
    private let service: ServiceUnderTest

    /// Five decisions, a second after each other: one by the inventory, one by a rule, three refusals.
    init() async throws {
        service = try ServiceUnderTest()
        _ = await service.ask(.put, "/api/devices/Lobby-1", #"{"division":"toasters"}"#, as: .fleet)
        let requests = [
            AllocationRequest(
                registrationID: try RegistrationID("lobby-1"), linkedHubs: Hub.both,
                currentHub: Hub.heatPumps,
                enrollment: Enrollment(kind: .group, id: "Spring"), attestation: .x509),
            AllocationRequest(
                registrationID: try RegistrationID("x-contoso-hpsd-088"), linkedHubs: Hub.both,
                currentHub: Hub.heatPumps),
            AllocationRequest(registrationID: try RegistrationID("unknown"), linkedHubs: Hub.both),
            AllocationRequest(registrationID: nil, linkedHubs: Hub.both),
            AllocationRequest(
                registrationID: try RegistrationID("lobby-2"), linkedHubs: Hub.both,
                enrollment: Enrollment(kind: .individual, id: "lobby-2"), attestation: .tpm),
        ]
        for (number, request) in requests.enumerated() {
            try await service.decide(request, at: Int64(number))
        }
    }

    private func ids(_ query: String) async throws -> [Int64] {
        let answer = await service.get("/api/assignments" + query, as: .auditor)
        #expect(answer.status == 200, "\(answer.body)")
        return (try answer.json()["assignments"]?.array ?? []).compactMap { $0["id"]?.number?.int64 }
    }

    @Test(arguments: [
        ("", [5, 4, 3, 2, 1]), ("?order=oldest", [1, 2, 3, 4, 5]), ("?registrationId=LOBBY-1", [1]),
        ("?registrationIdPrefix=Lobby", [5, 1]), ("?hub=\(Hub.toasters)", [1]),
        ("?previousHub=CONTOSO-heatpumps-hub-1098.azure-devices.net", [2, 1]), ("?changesHub=true", [1]),
        ("?changesHub=false", [5, 4, 3, 2, 1]), ("?division=HeatPumps", [2]),
        ("?outcome=assigned", [2, 1]), ("?outcome=rejected&order=oldest", [3, 4, 5]),
        ("?reason=registrationIdMissing", [4]), ("?source=inventory", [1]), ("?source=rule&rule=2", [2]),
        ("?rule=3", []), ("?enrollment=spring", [1]), ("?attestation=tpm", [5]),
        ("?requestId=00000000-0000-7000-8000-000000000002", [3]),
        ("?since=2027-01-31T18:00:01Z&until=2027-01-31T18:00:03Z", [3, 2]),
        ("?since=2027-01-31T19:00:03%2B01:00", [5, 4]), ("?limit=2", [5, 4]),
        ("?cursor=newest-4", [3, 2, 1]), ("?order=oldest&cursor=oldest-3&limit=1", [4]),
    ])
    func `a filter leaves the decisions that fit, in the order asked for`(query: String, expected: [Int64])
        async throws
    {
        #expect(try await ids(query) == expected)
    }

    @Test(arguments: ["newest", "oldest"])
    func `pages follow each other by cursor to the end`(order: String) async throws {
        let start = "/api/assignments?order=\(order)&limit=2"
        var (target, found, pages) = (start, [Int64](), 0)
        while pages < 9 {
            let page = try await service.get(target, as: .admin).json()
            found += (page["assignments"]?.array ?? []).compactMap { $0["id"]?.number?.int64 }
            pages += 1
            guard let next = page["next"]?.string else { break }
            target = start + "&cursor=\(next)"
        }
        #expect(pages == 3)
        #expect(found == (order == "oldest" ? Array(1...5) : (1...5).reversed()))
    }

    @Test func `a page without decisions may have a next one`() async throws {
        let service = try ServiceUnderTest(assignments: SearchedHistory())
        let page = try await service.get("/api/assignments?order=oldest&limit=5", as: .auditor).json()
        #expect(page == ["assignments": [], "next": "oldest-700"])
        let last = try await service.get("/api/assignments?order=oldest&cursor=oldest-700", as: .auditor)
            .json()
        #expect(last == ["assignments": []])
    }

    @Test func `a decision is told with everything known`() async throws {
        let answer = await service.get("/api/assignments/1", as: .auditor)
        #expect(answer.status == 200)
        let row = try #require(try service.store.assignment(1))
        #expect(try answer.json() == row.json)
        #expect(row.json["linkedHubs"]?.array?.count == 2 && row.json["deviceRevision"] == 1)
    }

    @Test(arguments: ["0", "6", "-1", "+1", "01", "x", "99999999999999999999"])
    func `one that there is not is 404`(number: String) async throws {
        let answer = await service.get("/api/assignments/\(number)", as: .auditor)
        #expect(answer.status == 404)
        #expect(try answer.problem() == "not-found")
    }

    @Test func `every parameter at fault is told at once`() async throws {
        let answer = await service.get(
            "/api/assignments?registrationId=a%20b&registrationIdPrefix=&hub=%00&previousHub=&division=&outcome=held"
                + "&reason=why&source=x&rule=0&enrollment=&attestation=x&since=x&until=1&requestId=7&changesHub=yes"
                + "&order=up&limit=1001&cursor=5&bogus=1",
            as: .auditor)
        #expect(answer.status == 400)
        #expect(
            try Set(answer.pointers()) == [
                "/registrationId", "/registrationIdPrefix", "/hub", "/previousHub", "/division", "/outcome",
                "/reason", "/source", "/rule", "/enrollment", "/attestation", "/since", "/until",
                "/requestId",
                "/changesHub", "/order", "/limit", "/cursor", "/bogus",
            ])
    }

    @Test(arguments: [
        "oldest-1", "newest-0", "newest--1", "newest-01", "newest-", "newest", "-1", "1", "newest-1-1", "",
        "newest-99999999999999999999",
    ])
    func `a cursor of another order, or of none, is refused`(cursor: String) async throws {
        let answer = await service.get("/api/assignments?cursor=\(cursor)", as: .auditor)
        #expect(answer.status == 400)
        #expect(try answer.pointers() == ["/cursor"])
    }

    @Test func `a history that cannot be read is a reason to come again`() async throws {
        let broken = try ServiceUnderTest(assignments: BrokenHistory())
        for path in [
            "assignments", "assignments/1", "assignments/summary", "assignments.csv", "assignments.ndjson",
            "devices/a/timeline", "devices/a/last-assignment",
        ] {
            let answer = await broken.get("/api/\(path)", as: .auditor)
            #expect(answer.status == 503 && answer["retry-after"] == "1")
            #expect(!answer.body.contains("locked"))
        }
        #expect(broken.reports.all.allSatisfy { $0.hasPrefix("The history cannot be read") })
        #expect(broken.reports.all.count == 7)
    }
}

/// A history in which nothing is found, and that is not looked through at once.
private struct SearchedHistory: AssignmentRepository {
    func page(of query: AssignmentQuery) -> AssignmentPage {
        AssignmentPage([], next: query.after == nil ? 700 : nil)
    }

    func assignment(_ id: Int64) -> RecordedAssignment? { nil }

    func summary(_ query: SummaryQuery) -> AssignmentSummary { AssignmentSummary([]) }
}

/// A history that cannot be read.
private struct BrokenHistory: AssignmentRepository {
    private static let fault = StoreError.unavailable("locked")

    func page(of query: AssignmentQuery) throws(StoreError) -> AssignmentPage { throw Self.fault }

    func assignment(_ id: Int64) throws(StoreError) -> RecordedAssignment? { throw Self.fault }

    func summary(_ query: SummaryQuery) throws(StoreError) -> AssignmentSummary { throw Self.fault }
}
