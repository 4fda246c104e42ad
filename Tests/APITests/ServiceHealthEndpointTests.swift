import Allocation
import HTTP
import InMemoryStore
import Testing

@testable import API

@Suite struct ServiceHealthEndpointTests {
    private static let request =
        #"{"deviceRuntimeContext":{"registrationId":"x-contoso-tstrsd-007"},"linkedHubs":["a-toasters-b"]}"#

    private let service: ServiceUnderTest

    init() throws {
        service = try ServiceUnderTest()
    }

    private func health() async throws -> JSONValue {
        let answer = await service.get("/api/service", as: .auditor)
        #expect(answer.status == 200, "\(answer.body)")
        return try answer.json()
    }

    @Test(arguments: Role.allCases)
    func `auditors and admins read`(role: Role) async {
        let reads = role == .auditor || role == .admin
        #expect(await service.get("/api/service", as: role).status == (reads ? 200 : 403))
        #expect(await service.get("/api/service").status == 401)
        #expect(await service.get("/api/service?x=1", as: .admin).status == 400)
    }

    @Test func `a service that has done nothing says so`() async throws {
        #expect(
            await service.get("/api/service", as: .auditor).body
                == #"{"startedAt":"2026-09-21T14:13:20.000Z","now":"2026-09-21T14:13:20.000Z","#
                + #""answerTime":{"count":0,"sumMilliseconds":0,"buckets":["#
                + ["1", "2.5", "5", "10", "25", "50", "100", "250", "1000", "5000", "null"]
                .map { #"{"upToMilliseconds":\#($0),"count":0}"# }.joined(separator: ",")
                + #"]},"writerQueue":{"waiting":0,"capacity":1},"#
                + #""storage":{"inventoryBytes":0,"historyBytes":0,"freeBytes":9223372036854775807},"#
                + #""unauthorized":0}"#)
    }

    @Test func `it counts what is decided and who is turned away`() async throws {
        #expect(await service.allocate(Self.request).status == 200)
        #expect(await service.get("/metrics").status == 401)
        let health = try await health()
        #expect(health["answerTime"]?["count"] == 1)
        #expect(health["answerTime"]?["buckets"]?.array?.allSatisfy { $0["count"] == 1 } == true)
        #expect(health["storage"]?["historyBytes"] == 1)
        #expect(health["unauthorized"] == 1)
    }

    @Test func `a bucket counts those of the ones before it, too`() throws {
        let metrics = Metrics(watches: WatchCounts())
        for nanoseconds: UInt64 in [1_000_000, 1_000_001, 3_000_000, 5_000_000_001] {
            metrics.countDuration(nanoseconds: nanoseconds)
        }
        let times = metrics.answerTimes
        #expect(times.buckets.map(\.count) == [1, 2, 3, 3, 3, 3, 3, 3, 3, 3, 4])
        #expect(times.count == 4 && times.sum == 5_005_000_002)
        #expect(times.buckets.last?.bound == nil && times.buckets.first?.bound == 1_000_000)
    }

    @Test func `storage that cannot be measured is a 503`() async throws {
        let service = service
        let broken = ServiceHealthEndpoint(
            metrics: Metrics(watches: WatchCounts()), recorder: service.store, storage: service.store,
            startedAt: service.surroundings.now, surroundings: service.surroundings,
            background: Background("storage"))
        service.store.fail(with: .unavailable("the disk is gone"))
        let context = RequestContext(
            request: HTTPRequest(method: .get, target: "/api/service"),
            id: service.surroundings.makeRequestID())
        let show = try #require(broken.routes.first?.respond)
        let problem = await #expect(throws: Problem.self) { _ = try await show(context) }
        #expect(problem?.response.status.code == 503)
    }
}
