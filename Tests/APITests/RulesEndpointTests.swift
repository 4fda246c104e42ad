import Allocation
import HTTP
import InMemoryStore
import Testing

@Suite struct RulesEndpointTests {
    private let service: ServiceUnderTest

    init() throws {
        service = try ServiceUnderTest()
    }

    private func ask(
        _ method: HTTPMethod, _ target: String, _ body: String = "", as role: Role = .admin,
        _ fields: [(String, String)] = []
    ) async -> Answer {
        await service.ask(method, target, body, as: role, fields)
    }

    private func order() async throws -> [String] {
        try await ask(.get, "/api/rules", as: .fleet).json()["rules"]?.array?.compactMap {
            $0["pattern"]?.string
        } ?? []
    }

    @Test func `a rule is made, moved, changed and taken away`() async throws {
        let made = await ask(.post, "/api/rules", #"{"pattern":"-ovn","division":"TOASTERS","position":1}"#)
        #expect(made.status == 201 && made["location"] == "/api/rules/3" && made["etag"] == "\"1\"")
        #expect(
            try made.json() == [
                "id": 3, "kind": "suffix", "pattern": "-ovn", "division": "toasters", "revision": 1,
            ])
        #expect(try await order() == ["-ovn", "-contoso-tstrsd-007", "-contoso-hpsd-088"])
        let moved = await ask(.patch, "/api/rules/3", #"{"position":99}"#, [("if-match", "\"1\"")])
        #expect(moved.status == 200 && moved["etag"] == "\"2\"")
        #expect(try await order().last == "-ovn")
        // Without a position a rule stays where it is.
        let put = await ask(
            .put, "/api/rules/1", #"{"kind":"contains","pattern":"x","division":"heatpumps"}"#,
            [("if-match", "\"1\"")])
        #expect(put.status == 200)
        #expect(try await order() == ["x", "-contoso-hpsd-088", "-ovn"])
        #expect(await ask(.get, "/api/rules/3", "", [("if-none-match", "\"2\"")]).status == 304)
        #expect(await ask(.delete, "/api/rules/3", "", [("if-match", "\"1\"")]).status == 412)
        #expect(await ask(.delete, "/api/rules/3", "", [("if-match", "\"2\"")]).status == 204)
        #expect(await ask(.get, "/api/rules/3").status == 404)
    }

    @Test func `the list has each rule's position`() async throws {
        let rules = try await ask(.get, "/api/rules", as: .auditor).json()["rules"]?.array ?? []
        #expect(rules.map { $0["position"] } == [1, 2])
        // A list's element can be written back.
        let element = try #require(rules.last?.description)
        #expect(await ask(.put, "/api/rules/2", element, [("if-match", "\"1\"")]).status == 200)
    }

    @Test func `a number is the store's to give, and what is no number is no rule`() async {
        let body = #"{"pattern":"-z","division":"toasters"}"#
        #expect(await ask(.put, "/api/rules/9", body).status == 404)
        #expect(await ask(.put, "/api/rules/9", body, [("if-match", "*")]).status == 412)
        #expect(await ask(.put, "/api/rules/1", body).status == 428)
        #expect(await ask(.put, "/api/rules/1", body, [("if-none-match", "*")]).status == 412)
        #expect(await ask(.patch, "/api/rules/1", "{}").status == 428)
        #expect(await ask(.delete, "/api/rules/1").status == 428)
        for id in ["x", "+1", "01", "1.0", "-1", "99999999999999999999"] {
            #expect(await ask(.get, "/api/rules/\(id)").status == 404)
        }
    }

    private static let refused: [(String, Int, [String])] = [
        ("nonsense", 400, []), ("7", 422, [""]), ("{}", 422, ["/pattern", "/division"]),
        (
            #"{"kind":"prefix","pattern":"","division":7,"position":0,"x":1}"#, 422,
            ["/x", "/kind", "/pattern", "/division", "/position"]
        ),
        (#"{"pattern":"-1","division":"kettles"}"#, 422, ["/division"]),
        (#"{"pattern":"-CONTOSO-hpsd-088","division":"toasters"}"#, 422, ["/pattern"]),
        (#"{"pattern":"-CONTOSO-hpsd-088","division":"kettles"}"#, 422, ["/division", "/pattern"]),
        (#"{"kind":"prefix","pattern":"","division":"kettles"}"#, 422, ["/kind", "/pattern", "/division"]),
    ]

    @Test(arguments: refused.indices)
    func `what cannot be is refused with every fault`(row: Int) async throws {
        let (body, status, pointers) = Self.refused[row]
        let answer = await ask(.post, "/api/rules", body)
        #expect(answer.status == status)
        #expect(try answer.pointers() == pointers)
        #expect(try await order().count == 2)
    }

    @Test(arguments: [
        (HTTPMethod.get, "/api/rules", Role.fleet, 200), (.get, "/api/rules/1", .auditor, 200),
        (.get, "/api/rules", .webhook, 403), (.post, "/api/rules", .fleet, 403),
        (.put, "/api/rules/1", .auditor, 403),
        (.patch, "/api/rules/1", .fleet, 403), (.delete, "/api/rules/1", .fleet, 403),
        (.delete, "/api/rules", .admin, 405),
    ])
    func `fleet managers and auditors read, admins write`(
        method: HTTPMethod, target: String, role: Role, status: Int
    ) async {
        #expect(await ask(method, target, "{}", as: role, [("if-match", "*")]).status == status)
    }
}
