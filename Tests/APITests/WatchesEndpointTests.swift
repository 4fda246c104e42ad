import Allocation
import Contoso
import HTTP
import InMemoryStore
import Testing

@testable import API

@Suite struct WatchesEndpointTests {
    private let service: ServiceUnderTest

    init() throws {
        service = try ServiceUnderTest()
    }

    private func allocate(_ id: String, hubs: [String] = Hub.both) async {
        let list = hubs.map { "\"\($0)\"" }.joined(separator: ",")
        _ = await service.allocate(
            #"{"deviceRuntimeContext":{"registrationId":"\#(id)"},"linkedHubs":[\#(list)]}"#)
    }

    private func show(_ target: String) async throws -> JSONValue {
        let answer = await service.get("/api/watches/\(target)", as: .auditor)
        #expect(answer.status == 200, "\(answer.body)")
        return try answer.json()
    }

    private func subjects(_ target: String) async throws -> [String] {
        try await show(target)["findings"]?.array?.compactMap { $0["subject"]?.string } ?? []
    }

    @Test(arguments: Role.allCases)
    func `auditors and admins read`(role: Role) async {
        let reads = role == .auditor || role == .admin
        for path in ["/api/watches", "/api/watches/never-seen"] {
            #expect(await service.get(path, as: role).status == (reads ? 200 : 403))
            #expect(await service.get(path).status == 401)
        }
    }

    @Test func `what was counted last is told, here and in the metrics`() async throws {
        let before = try await service.get("/api/watches", as: .auditor).json()
        #expect(before["watches"]?.array?.count == Watch.allCases.count)
        #expect(before["watches"]?.array?.first?["count"] == nil)
        #expect(await !service.get("/metrics", as: .auditor).body.contains("watch"))
        await allocate("stranger")
        try service.watchCounts.refresh(by: service.watches, in: service.surroundings)
        let after = try await service.get("/api/watches", as: .auditor).json()
        let unregistered = after["watches"]?.array?.first { $0["watch"] == "unregistered" }
        #expect(unregistered?["count"] == 1 && unregistered?["isComplete"] == true)
        #expect(unregistered?["countedAt"] == "2026-09-21T14:13:20.000Z")
        let metrics = await service.get("/metrics", as: .auditor).body
        #expect(metrics.contains("\ndps_allocator_watch_findings{watch=\"unregistered\"} 1\n"))
        #expect(metrics.contains("\ndps_allocator_watch_complete{watch=\"never-seen\"} 1\n"))
        #expect(metrics.hasSuffix("\n") && !metrics.contains("stranger"))
    }

    @Test func `a list comes in pages, with thresholds of its own`() async throws {
        for id in ["a", "b", "c"] { await allocate(id) }
        let first = try await show("unregistered?limit=2")
        #expect(first["next"] == "b" && first["isComplete"] == true && first["count"] == nil)
        #expect(try await subjects("unregistered?limit=2&cursor=b") == ["c"])
        for _ in 0..<3 { await allocate("a") }
        #expect(try await subjects("frequent-registrations?perHour=3") == ["a"])
        let none = try await show("frequent-registrations?perHour=4")
        #expect(none["count"] == 0 && none["findings"] == [])
        let old = Device(registrationID: try RegistrationID("old"), division: "toasters")
        _ = try service.store.put(old, in: .early)
        #expect(try await subjects("never-seen") == ["old"])
        #expect(try await subjects("unserved-hubs") == [])
        await allocate("a", hubs: [Hub.toasters])
        #expect(try await subjects("unserved-hubs") == ["heatpumps"])
    }

    @Test func `what is not known is refused`() async throws {
        #expect(await service.get("/api/watches/other", as: .auditor).status == 404)
        #expect(await service.get("/api/watches?days=1", as: .auditor).status == 400)
        let answer = await service.get(
            "/api/watches/hub-changes?days=0&perHour=x&limit=1001&cursor=a&other=1", as: .auditor)
        #expect(answer.status == 400)
        #expect(
            Set(try answer.pointers()) == ["/days", "/perHour", "/limit", "/cursor", "/other"])
        service.store.fail(with: .unavailable("the disk is gone"))
        #expect(await service.get("/api/watches/unregistered", as: .auditor).status == 503)
        service.store.fail(with: nil)
    }
}
