import Allocation
import HTTP
import InMemoryStore
import Testing

@Suite struct RoutingTests {
    @Test func `a path that is not there is a 404 problem`() async throws {
        let answer = try await ServiceUnderTest().get("/nothing", as: .admin)
        #expect(answer.status == 404)
        #expect(
            answer.body
                == #"{"type":"/problems/no-such-path","title":"There is nothing at this path","status":404,"#
                + #""detail":"There is nothing at this path."}"#)
    }

    @Test(arguments: [
        (HTTPMethod.get, "/api/allocate", "POST"), (.head, "/api/allocate", "POST"),
        (.post, "/healthz", "GET, HEAD"),
        (.delete, "/metrics", "GET, HEAD"), (.options, "/readyz", "GET, HEAD"),
        (HTTPMethod(rawValue: "QUERY"), "/readyz", "GET, HEAD"),
    ])
    func `a method that a path does not take is a 405 with Allow`(
        method: HTTPMethod, path: String, allowed: String
    ) async throws {
        let answer = try await ServiceUnderTest().ask(method, path)
        #expect(answer.status == 405)
        #expect(answer["allow"] == allowed)
    }

    @Test func `a method that nobody knows is a 501`() async throws {
        let answer = try await ServiceUnderTest().ask(HTTPMethod(rawValue: "BREW"), "/healthz")
        #expect(answer.status == 501)
    }

    @Test(arguments: [HTTPMethod.get, .head])
    func `health needs no key`(method: HTTPMethod) async throws {
        #expect(try await ServiceUnderTest().ask(method, "/healthz").status == 200)
    }

    @Test func `every answer carries its request's ID`() async throws {
        let service = try ServiceUnderTest()
        for path in ["/healthz", "/nothing", "/metrics", "/api/allocate"] {
            #expect(await service.get(path)["x-request-id"]?.count == 36)
        }
    }

    @Test func `readiness tells which part is not, and a finding is good for a second`() async throws {
        let service = try ServiceUnderTest()
        #expect(await service.get("/readyz").body == "inventory: ok\nhistory: ok\n")
        service.store.fail(with: .unavailable("disk I/O error at /secret/place"))
        #expect(await service.get("/readyz").status == 200)
        service.passTime(nanoseconds: 1_000_000_000)
        let answer = await service.get("/readyz")
        #expect(answer.status == 503)
        #expect(answer.body == "inventory: unavailable\nhistory: unavailable\n")
        #expect(service.reports.all.first == "not ready: inventory: disk I/O error at /secret/place")
        service.store.fail(with: nil)
        service.passTime(nanoseconds: 1_000_000_000)
        #expect(await service.get("/readyz").status == 200)
    }

    @Test func `metrics count decisions by reason and by how long they took`() async throws {
        let service = try ServiceUnderTest()
        _ = await service.allocate(#"{"deviceRuntimeContext":{"registrationId":"x"},"linkedHubs":[]}"#)
        _ = await service.ask(.post, "/api/allocate?code=wrong")
        let lines = await service.get("/metrics", as: .auditor).body.split(separator: "\n")
        #expect(lines.contains(#"dps_allocator_requests_total{reason="unrecognizedDevice"} 1"#))
        #expect(lines.contains("dps_allocator_unauthorized_total 1"))
        #expect(lines.contains(#"dps_allocator_decision_seconds_bucket{le="0.001"} 1"#))
        #expect(lines.contains(#"dps_allocator_decision_seconds_bucket{le="+Inf"} 1"#))
        #expect(lines.contains("dps_allocator_decision_seconds_count 1"))
    }
}
