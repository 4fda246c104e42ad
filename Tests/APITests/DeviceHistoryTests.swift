import Allocation
import Contoso
import HTTP
import InMemoryStore
import Testing

@Suite struct DeviceHistoryTests {
    private let service: ServiceUnderTest

    /// A device that was refused, registered, changed and assigned.
    init() async throws {
        service = try ServiceUnderTest()
        let request = AllocationRequest(registrationID: try RegistrationID("Lobby-1"), linkedHubs: Hub.both)
        try await service.decide(request, atTime: Timestamp(milliseconds: 1_789_999_999_999))
        _ = await service.ask(.put, "/api/devices/lobby-1", #"{"division":"toasters"}"#, as: .fleet)
        _ = await service.ask(
            .patch, "/api/devices/lobby-1", #"{"note":"n"}"#, as: .fleet, [("if-match", "*")])
        try await service.decide(request, atTime: Timestamp(milliseconds: 1_790_000_000_000))
    }

    private func events(_ query: String) async throws -> [String] {
        let answer = await service.get("/api/devices/LOBBY-1/timeline" + query, as: .auditor)
        #expect(answer.status == 200, "\(answer.body)")
        return (try answer.json()["entries"]?.array ?? []).compactMap { $0["event"]?.string }
    }

    @Test(arguments: [
        ("", ["assigned", "changed", "registered", "refused"]),
        ("?order=newest&limit=2", ["assigned", "changed"]),
        ("?order=oldest", ["refused", "registered", "changed", "assigned"]),
        ("?order=oldest&limit=3", ["refused", "registered", "changed"]),
    ])
    func `a timeline has changes and decisions in one order`(query: String, expected: [String]) async throws {
        #expect(try await events(query) == expected)
    }

    @Test func `a device that was only decided about, or only registered, has a timeline`() async throws {
        let request = AllocationRequest(registrationID: try RegistrationID("never"), linkedHubs: [])
        try await service.decide(request, at: 0)
        #expect(await service.get("/api/devices/never/timeline", as: .auditor).status == 200)
        _ = await service.ask(.put, "/api/devices/new", #"{"division":"toasters"}"#, as: .fleet)
        #expect(await service.get("/api/devices/new/timeline", as: .auditor).status == 200)
        let unheard = await service.get("/api/devices/unheard/timeline", as: .auditor)
        #expect(unheard.status == 404)
        #expect(try unheard.problem() == "not-found")
    }

    @Test func `every parameter at fault is told at once`() async throws {
        let answer = await service.get(
            "/api/devices/lobby-1/timeline?order=up&limit=1001&since=x", as: .auditor)
        #expect(answer.status == 400)
        #expect(try Set(answer.pointers()) == ["/order", "/limit", "/since"])
    }

    @Test(arguments: ["timeline", "last-assignment"])
    func `what is no registration ID is told so`(name: String) async throws {
        let answer = await service.get("/api/devices/a%20b/\(name)", as: .auditor)
        #expect(answer.status == 400)
        #expect(try answer.problem() == "invalid-path")
    }

    @Test(arguments: [Role.fleet, .auditor, .admin])
    func `the last assignment is one decision, whatever the case of the ID`(role: Role) async throws {
        let answer = await service.get("/api/devices/LOBBY-1/last-assignment", as: role)
        #expect(answer.status == 200)
        let last = try #require(try service.store.assignment(2))
        #expect(try answer.json() == last.json)
        let none = await service.get("/api/devices/lobby-10/last-assignment", as: role)
        #expect(none.status == 404)
        #expect(try none.problem() == "not-found")
    }

    /// Of the history fleet managers see a device's last decision and nothing else, and DPS nothing at all.
    @Test(arguments: [
        ("/api/assignments", [Role.auditor, .admin]), ("/api/assignments/1", [.auditor, .admin]),
        ("/api/assignments/summary", [.auditor, .admin]), ("/api/assignments.csv", [.auditor, .admin]),
        ("/api/assignments.ndjson", [.auditor, .admin]),
        ("/api/devices/lobby-1/timeline", [.auditor, .admin]),
        ("/api/devices/lobby-1/last-assignment", [.fleet, .auditor, .admin]),
    ])
    func `each role reads what it may`(path: String, roles: [Role]) async throws {
        for role in Role.allCases {
            let answer = await service.get(path, as: role)
            #expect(answer.status == (roles.contains(role) ? 200 : 403), "\(role)")
            if answer.status == 403 { #expect(try answer.problem() == "forbidden") }
        }
        #expect(await service.get(path).status == 401)
    }
}
