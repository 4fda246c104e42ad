import Allocation
import Contoso
import HTTP
import InMemoryStore
import Testing

@Suite struct UnmatchedEndpointTests {
    private let service: ServiceUnderTest

    init() async throws {
        service = try ServiceUnderTest()
        for id in ["a-contoso-ovn-009", "b-contoso-ovn-009", "sn-1", "sn-2"] { try await refuse(id) }
    }

    private func refuse(_ id: String) async throws {
        let answer = await service.allocate(
            #"{"enrollmentGroup":{"enrollmentGroupId":"kitchens"},"deviceRuntimeContext":{"registrationId":"\#(id)"},"#
                + #""linkedHubs":["\#(Hub.toasters)"]}"#)
        #expect(answer.status == 400)
    }

    private func post(
        _ action: String, _ body: String, as role: Role = .admin, _ fields: [(String, String)] = []
    ) async -> Answer {
        await service.ask(.post, "/api/unmatched/\(action)", body, as: role, fields)
    }

    private func keys(_ query: String) async throws -> [String] {
        let answer = await service.get("/api/unmatched?\(query)", as: .auditor)
        #expect(answer.status == 200, "\(answer.body)")
        return try answer.json()["groups"]?.array?.compactMap { $0["key"]?.string } ?? []
    }

    private func devices(_ query: String = "") async throws -> [String] {
        let answer = await service.get("/api/unmatched/devices?\(query)", as: .auditor)
        #expect(answer.status == 200, "\(answer.body)")
        return try answer.json()["devices"]?.array?.compactMap { $0["registrationId"]?.string } ?? []
    }

    @Test(arguments: Role.allCases)
    func `auditors and admins read, and admins alone act`(role: Role) async {
        let reads = role == .auditor || role == .admin
        for path in ["/api/unmatched", "/api/unmatched/devices"] {
            #expect(await service.get(path, as: role).status == (reads ? 200 : 403))
            #expect(await service.get(path).status == 401)
        }
        for action in ["register", "rule", "dismiss", "restore"] {
            #expect(await post(action, "{}", as: role).status == (role == .admin ? 422 : 403))
        }
    }

    @Test func `groups and devices come in pages`() async throws {
        #expect(try await keys("by=suffix") == ["-ovn-#", "sn-#"])
        #expect(try await keys("") == ["unrecognizedDevice"])
        #expect(try await keys("by=enrollment&suffix=sn-%23") == ["group:kitchens"])
        let first = try await service.get("/api/unmatched?by=suffix&limit=1", as: .auditor).json()
        #expect(
            first["groups"]?.array == [
                [
                    "key": "-ovn-#", "devices": 2, "refusals": 2, "firstSeen": "2026-09-21T14:13:20.000Z",
                    "lastSeen": "2026-09-21T14:13:20.000Z",
                    "reasons": [["reason": "unrecognizedDevice", "devices": 2]],
                    "examples": ["a-contoso-ovn-009", "b-contoso-ovn-009"],
                    "commonSuffix": "-contoso-ovn-009",
                ]
            ])
        let next = try #require(first["next"]?.string)
        #expect(try await keys("by=suffix&limit=1&cursor=\(next)") == ["sn-#"])
        #expect(await service.get("/api/unmatched?by=reason&cursor=\(next)", as: .auditor).status == 400)
        #expect(try await devices("limit=3") == ["a-contoso-ovn-009", "b-contoso-ovn-009", "sn-1"])
        #expect(try await devices("limit=3&cursor=sn-1") == ["sn-2"])
        #expect(
            try await devices("suffix=SN-%23&enrollment=group:Kitchens&reason=unrecognizedDevice").count == 2)
    }

    @Test func `every fault of a query is told at once`() async throws {
        let answer = await service.get(
            "/api/unmatched?by=x&reason=y&dismissed=z&limit=0&cursor=c&other=1", as: .auditor)
        #expect(answer.status == 400)
        #expect(
            Set(try answer.pointers()) == ["/by", "/reason", "/dismissed", "/limit", "/cursor", "/other"])
        let devices = await service.get("/api/unmatched/devices?suffix=&cursor=%20", as: .auditor)
        #expect(Set(try devices.pointers()) == ["/suffix", "/cursor"])
    }

    @Test func `a group becomes devices as one change set, and again under the same name it is not done`()
        async throws
    {
        let body = #"{"select":{"suffix":"sn-#"},"device":{"division":"toasters","labels":["found"]}}"#
        let name = [("idempotency-key", "k")]
        let answer = await post("register?message=ours", body, as: .admin, name)
        #expect(answer.status == 200)
        let number = try #require(try answer.json()["changeSet"]?.number?.int64)
        #expect(
            try answer.json() == [
                "changeSet": .number(JSONNumber(number)), "registered": 2, "alreadyRegistered": 0,
                "remaining": 0,
            ])
        let again = await post("register?message=ours", body, as: .admin, name)
        #expect(again["idempotency-replayed"] == "true" && again.body == answer.body)
        let changes = try await service.get("/api/changes?changeSet=\(number)", as: .auditor).json()
        #expect(changes["changes"]?.array?.count == 2)
        #expect(changes["changes"]?.array?.first?["message"] == "ours")
        #expect(try await devices("suffix=sn-%23") == ["sn-1", "sn-2"])
        let assigned = await service.allocate(
            #"{"deviceRuntimeContext":{"registrationId":"sn-1"},"linkedHubs":["\#(Hub.toasters)"]}"#)
        #expect(assigned.status == 200)
        #expect(try await devices("suffix=sn-%23") == ["sn-2"])
    }

    @Test func `every fault of an action is told at once`() async throws {
        let answer = await post(
            "register",
            #"{"select":{"devices":["sn-1","x y",7],"suffix":"a","what":1},"device":{"registrationId":"a"},"other":1}"#
        )
        #expect(answer.status == 422)
        #expect(
            Set(try answer.pointers()) == [
                "/select/devices", "/select/devices/1", "/select/devices/2", "/select/what",
                "/device/registrationId", "/other",
            ])
        #expect(try await post("register", "{}").pointers() == ["/select", "/device"])
        #expect(
            try await post("register", #"{"select":{},"device":{}}"#).pointers() == [
                "/select", "/device/division",
            ])
        let stranger = await post(
            "register", #"{"select":{"devices":["sn-1"]},"device":{"division":"kettles"}}"#)
        #expect(try stranger.pointers() == ["/device/division"])
        let missing = await post(
            "register", #"{"select":{"devices":["sn-1","sn-9"]},"device":{"division":"toasters"}}"#)
        #expect(try missing.pointers() == ["/select/devices/1"])
        let rule = await post("rule", #"{"rule":{"pattern":"-x","division":"kettles"}}"#)
        #expect(try rule.pointers() == ["/rule/division"])
        let two = await post(
            "dismiss", #"{"select":{"suffix":"a","reason":"noMatchingHub"},"untilRefusedAgain":1}"#)
        #expect(Set(try two.pointers()) == ["/select", "/untilRefusedAgain"])
        #expect(
            try await post("restore", #"{"select":{"suffix":"a"},"untilRefusedAgain":true}"#).pointers() == [
                "/untilRefusedAgain"
            ])
        let many = (0...1_000).map { "\"sn-\($0)\"" }.joined(separator: ",")
        #expect(
            try await post("dismiss", #"{"select":{"devices":[\#(many)]}}"#).pointers() == ["/select/devices"]
        )
        #expect(await post("dismiss", "{").status == 400)
    }

    @Test func `a rule tells how many of the group it applies to, and they leave when they come again`()
        async throws
    {
        let answer = await post(
            "rule",
            #"{"select":{"suffix":"-ovn-#"},"rule":{"pattern":"A-contoso-ovn-009","division":"toasters","position":1}}"#
        )
        #expect(answer.status == 201 && answer["location"] == "/api/rules/3" && answer["etag"] == "\"1\"")
        #expect(try answer.json()["matches"] == 1 && answer.json()["devices"] == 2)
        #expect(try answer.json()["rule"]?["pattern"] == "A-contoso-ovn-009")
        let whole = await post("rule", #"{"rule":{"kind":"contains","pattern":"n","division":"toasters"}}"#)
        #expect(try whole.json()["matches"] == 4 && whole.json()["devices"] == 4)
        let assigned = await service.allocate(
            #"{"deviceRuntimeContext":{"registrationId":"a-contoso-ovn-009"},"linkedHubs":["\#(Hub.toasters)"]}"#
        )
        #expect(assigned.status == 200)
        #expect(try await devices("suffix=-ovn-%23") == ["b-contoso-ovn-009"])
        #expect(
            await post("rule", #"{"rule":{"pattern":"A-contoso-OVN-009","division":"toasters"}}"#).status
                == 422)
    }

    @Test func `what is dismissed is shown where it is asked for, and can be restored`() async throws {
        let answer = await post("dismiss?message=not%20ours", #"{"select":{"suffix":"sn-#"}}"#)
        #expect(answer.status == 200)
        #expect(try answer.json() == ["dismissed": 1, "devices": 2])
        #expect(try await keys("by=suffix") == ["-ovn-#"])
        #expect(try await keys("by=suffix&dismissed=true") == ["sn-#"])
        let away = try await service.get("/api/unmatched/devices?dismissed=true", as: .auditor).json()
        #expect(
            away["devices"]?.array?.first?["dismissal"] == [
                "kind": "suffix", "subject": "sn-#", "time": "2026-09-21T14:13:20.000Z", "actor": "admin",
                "message": "not ours", "untilRefusedAgain": false,
            ])
        #expect(
            try await post(
                "dismiss", #"{"select":{"devices":["a-contoso-ovn-009"]},"untilRefusedAgain":true}"#
            ).json() == ["dismissed": 1, "devices": 1])
        #expect(try await devices() == ["b-contoso-ovn-009"])
        #expect(try await post("restore", #"{"select":{"suffix":"SN-#"}}"#).json() == ["restored": 1])
        #expect(try await post("restore", #"{"select":{"suffix":"SN-#"}}"#).json() == ["restored": 0])
        #expect(try await devices() == ["b-contoso-ovn-009", "sn-1", "sn-2"])
    }

    @Test func `a store that cannot answer is told as a problem`() async throws {
        service.store.fail(with: .unavailable("the disk is gone"))
        let answer = await service.get("/api/unmatched", as: .auditor)
        #expect(answer.status == 503)
        service.store.fail(with: nil)
    }
}
