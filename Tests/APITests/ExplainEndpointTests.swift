import Allocation
import Contoso
import HTTP
import InMemoryStore
import Testing

@testable import API

@Suite struct ExplainEndpointTests {
    private let service: ServiceUnderTest
    private static let hubs = Hub.both.map { "\"\($0)\"" }.joined(separator: ",")

    init() throws {
        service = try ServiceUnderTest()
    }

    private func explain(_ body: String, as role: Role = .auditor) async -> Answer {
        await service.ask(.post, "/api/explain", body, as: role)
    }

    @Test(arguments: [
        "breakroom499-contoso-tstrsd-007", "Lobby-1", "nobody", "breakroom499-contoso-hpsd-088", "held-1",
    ])
    func `it tells the very answer that DPS gets, for a device and for a captured request`(id: String)
        async throws
    {
        for device in [
            #"{"registrationId":"lobby-1","division":"toasters","twin":{"tags":{"deviceType":null,"own":1.50}},"payload":{"a":1}}"#,
            #"{"registrationId":"held-1","division":"toasters","status":"held","statusReason":"waits"}"#,
        ] {
            _ = try service.store.put(Device(json: JSONValue(parsing: device)), in: .early)
        }
        let request = #"{"deviceRuntimeContext":{"registrationId":"\#(id)"},"linkedHubs":[\#(Self.hubs)]}"#
        let answer = await service.allocate(request)
        for body in [request, #"{"registrationId":"\#(id)","linkedHubs":[\#(Self.hubs)]}"#] {
            let explained = await explain(body)
            #expect(explained.status == 200 && explained["content-type"] == "application/json")
            let now = try #require(try explained.json()["now"])
            #expect(now["status"]?.number?.int64 == Int64(answer.status))
            #expect((now["body"]?.string ?? now["body"]?.description) == answer.body)
            #expect(now["registrationId"]?.string == id && now["comparedAs"]?.string == id.asciiFolded)
        }
    }

    @Test func `it tells each step, the layers of the twin, and what was nearly so`() async throws {
        let twin = try InitialTwin(["tags": ["deviceType": nil, "own": 1]])
        _ = try service.store.put(
            Device(registrationID: RegistrationID("lobby-1"), division: "toasters", twin: twin), in: .early)
        let found = try #require(
            try await explain(#"{"registrationId":"LOBBY-1","linkedHubs":[\#(Self.hubs)]}"#).json()["now"])
        #expect(
            found["steps"]?.array?.compactMap { $0["subject"]?.string } == [
                "registration ID", "inventory", "hub \(Hub.heatPumps)", "hub \(Hub.toasters)", "twin",
            ])
        #expect(
            found["twinLayers"]?.array?.compactMap { $0["from"]?.string } == [
                "removed", "device", "template", "template",
            ])
        #expect(found["nearMisses"] == [])
        let missed = try #require(
            try await explain(#"{"registrationId":"lobby-2","linkedHubs":[\#(Self.hubs)]}"#).json()["now"])
        #expect(missed["nearMisses"]?.array?.first?["device"] == "lobby-1")
        #expect(missed["status"] == 400 && missed["twinLayers"] == nil)
    }

    @Test func `without hubs it goes as far as the division`() async throws {
        let found = try #require(
            try await explain(#"{"registrationId":"main-contoso-tstrsd-007"}"#).json()["now"])
        #expect(found["division"] == "toasters")
        for member in ["status", "body", "reason", "linkedHubs"] { #expect(found[member] == nil) }
        let refused = try #require(try await explain(#"{"registrationId":"nobody"}"#).json()["now"])
        #expect(refused["status"] == 400 && refused["body"] == "Unrecognized device registration.")
    }

    @Test func `it tells why a decision was made, and what has changed since`() async throws {
        let request =
            #"{"deviceRuntimeContext":{"registrationId":"main-contoso-tstrsd-007"},"linkedHubs":[\#(Self.hubs)]}"#
        #expect(await service.allocate(request).status == 200)
        let noon = ChangeContext(
            actor: "her", at: Timestamp(milliseconds: 1_800_000_000_000), message: "moved")
        _ = try service.store.patch(rule: 1, with: ["division": "heatpumps"], in: noon)
        let found = try await explain(#"{"assignmentId":1}"#).json()
        #expect(found["reproduced"] == true && found["doubts"] == [] && found["mismatches"] == nil)
        #expect(found["recorded"]?["hub"]?.string == Hub.toasters)
        #expect(found["then"]?["division"] == "toasters" && found["now"]?["division"] == "heatpumps")
        #expect(
            found["differences"]?.array?.first { $0["pointer"] == "/hub" }?["after"]?.string == Hub.heatPumps)
        let change = try #require(found["changes"]?.array?.first)
        #expect(change["actor"] == "her" && change["message"] == "moved" && change["subject"] == "1")
        #expect(change["changed"] == ["division"] && found["changeCount"] == 1)
    }

    @Test(arguments: [
        ("{", 400, "invalid-body"), (#"{"linkedHubs":7}"#, 400, "invalid-body"), ("[]", 400, "invalid-body"),
        (#"{"registrationId":7}"#, 422, "invalid-content"), (#"{"assignmentId":-1}"#, 422, "invalid-content"),
        (#"{"assignmentId":9}"#, 404, "not-found"),
    ])
    func `what cannot be explained is a problem`(body: String, status: Int, problem: String) async throws {
        let answer = await explain(body)
        #expect(answer.status == status && answer["content-type"] == "application/problem+json")
        #expect(try answer.problem() == problem)
    }

    @Test func `auditors and admins may ask, nobody else, and nothing is asked by the query`() async throws {
        let body = #"{"registrationId":"a"}"#
        for (role, status) in [(Role.auditor, 200), (.admin, 200), (.fleet, 403), (.webhook, 403)] {
            #expect(await explain(body, as: role).status == status)
        }
        #expect(await service.ask(.post, "/api/explain", [], body).status == 401)
        #expect(await service.ask(.post, "/api/explain?x=1", body, as: .admin).status == 400)
        #expect(
            await service.ask(.post, "/api/explain", String(repeating: " ", count: 131_073), as: .admin)
                .status == 413)
        service.store.fail(with: .unavailable("locked"))
        #expect(await explain(body).status == 503)
    }
}
