import Allocation
import HTTP
import InMemoryStore
import Testing

@Suite struct DivisionsEndpointTests {
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

    @Test func `a division lives by its entity tags`() async throws {
        let made = await ask(
            .put, "/api/divisions/Ovens", #"{"noun":"ovens","hubPattern":"-ovens-","payload":{"a":1}}"#)
        #expect(made.status == 201 && made["etag"] == "\"1\"" && made["location"] == "/api/divisions/Ovens")
        #expect(
            try made.json() == [
                "name": "Ovens", "noun": "ovens", "hubPattern": "-ovens-", "payload": ["a": 1], "revision": 1,
            ])
        let read = await ask(.get, "/api/divisions/ovens", as: .fleet)
        #expect(read.status == 200 && read.body == made.body && read["etag"] == "\"1\"")
        #expect(await ask(.get, "/api/divisions/ovens", "", [("if-none-match", "\"1\"")]).status == 304)
        // What was read can be written back.
        #expect(await ask(.put, "/api/divisions/ovens", read.body, [("if-match", "\"1\"")]).status == 200)
        let patched = await ask(
            .patch, "/api/divisions/ovens?message=why", #"{"noun":"cookers","payload":null}"#,
            [("if-match", "\"1\"")])
        #expect(patched.status == 200 && patched["etag"] == "\"2\"")
        #expect(try patched.json()["payload"] == nil)
        #expect(await ask(.patch, "/api/divisions/ovens", "{}", [("if-match", "\"1\"")]).status == 412)
        #expect(await ask(.delete, "/api/divisions/ovens", "", [("if-match", "\"2\"")]).status == 204)
        #expect(await ask(.get, "/api/divisions/ovens").status == 404)
        let changes = try service.store.changes(matching: ChangeFilter(limit: 3))
        #expect(changes.map(\.set.context.message) == [nil, "why", nil])
        #expect(changes.allSatisfy { $0.set.context.actor == "admin" })
    }

    @Test func `a name that is no plain word is found under its percent-encoded form`() async throws {
        let made = await ask(
            .put, "/api/divisions/heat%20%26%2Fk%C3%BChl", #"{"noun":"n","hubPattern":"-h-"}"#)
        #expect(try made.json()["name"] == "heat &/k\u{FC}hl")
        let location = try #require(made["location"])
        #expect(location == "/api/divisions/heat%20%26%2Fk%C3%BChl")
        #expect(await ask(.get, location).status == 200)
    }

    @Test func `a patch renames, and takes along what is in the division`() async throws {
        let renamed = await ask(
            .patch, "/api/divisions/toasters", #"{"name":"bread"}"#, [("if-match", "*")])
        #expect(renamed.status == 200)
        #expect(await ask(.get, "/api/divisions/toasters").status == 404)
        #expect(try await ask(.get, "/api/rules/1").json()["division"] == "bread")
        let taken = await ask(.patch, "/api/divisions/bread", #"{"name":"HEATPUMPS"}"#, [("if-match", "*")])
        #expect(taken.status == 422)
        #expect(try taken.pointers() == ["/name"])
    }

    @Test func `the list is all there is, by name`() async throws {
        let list = await ask(.get, "/api/divisions", as: .auditor)
        #expect(list.status == 200)
        #expect(
            try list.json()["divisions"]?.array?.compactMap { $0["name"]?.string } == [
                "heatpumps", "toasters",
            ])
        #expect(try list.json()["divisions"]?.array?.allSatisfy { $0["revision"] == 1 } == true)
    }

    @Test func `what exists is overwritten only by those who say what they know`() async throws {
        let body = #"{"noun":"n","hubPattern":"-p-"}"#
        #expect(await ask(.put, "/api/divisions/toasters", body).status == 428)
        #expect(await ask(.put, "/api/divisions/toasters", body, [("if-none-match", "*")]).status == 412)
        #expect(await ask(.put, "/api/divisions/none", body, [("if-match", "*")]).status == 412)
        #expect(await ask(.patch, "/api/divisions/toasters", "{}").status == 428)
        #expect(await ask(.delete, "/api/divisions/toasters").status == 428)
        #expect(await ask(.delete, "/api/divisions/none", "", [("if-match", "*")]).status == 412)
    }

    @Test func `a division in use stays, and the answer says what uses it`() async throws {
        let answer = await ask(.delete, "/api/divisions/toasters", "", [("if-match", "*")])
        #expect(answer.status == 409)
        #expect(try answer.problem() == "conflict")
        #expect(answer.body.contains("0 devices and 1 rules"))
    }

    @Test func `a template that leaves too little room is refused with the devices that it is too large for`()
        async throws
    {
        let half = String(repeating: "x", count: 3_500)
        let twin = #"{"twin":{"tags":{"a":"\#(half)","b":"\#(half)"}}}"#
        let device = #"{"division":"toasters","twin":{"tags":{"c":"\#(half)"}}}"#
        for id in ["sn-1", "sn-2"] {
            #expect(await ask(.put, "/api/devices/\(id)", device, as: .fleet).status == 201)
        }
        let answer = await ask(.patch, "/api/divisions/toasters", twin, [("if-match", "*")])
        #expect(answer.status == 422)
        #expect(try answer.pointers() == ["/twin"])
        #expect(try answer.json()["oversizedCount"] == 2)
        #expect(
            try answer.json()["oversized"]?.array?.map { $0["registrationId"] } == ["sn-1", "sn-2"])
        #expect(try answer.json()["oversized"]?.array?.first?["pointer"] == "/tags")
    }

    @Test(arguments: [".", "..", "a\\u0000b", "\\u009f"])
    func `a division cannot be renamed to what no path can say`(name: String) async throws {
        let patch = #"{"name":"\#(name)"}"#
        let answer = await ask(.patch, "/api/divisions/toasters", patch, [("if-match", "*")])
        #expect(answer.status == 422)
        #expect(try answer.pointers() == ["/name"])
    }

    private static let refused: [(String, Int, [String])] = [
        ("{", 400, []), ("[]", 422, [""]), ("{}", 422, ["/noun", "/hubPattern"]),
        (#"{"name":"other","noun":"n","hubPattern":"p"}"#, 422, ["/name"]),
        (#"{"name":"other","noun":"","hubPattern":"p"}"#, 422, ["/noun", "/name"]),
        (#"{"name":"ne\u0007w","noun":"n","hubPattern":"p"}"#, 422, ["/name"]),
        (
            #"{"noun":1,"hubPattern":"","colour":1,"twin":{"tags":{"a.b":1}},"payload":[]}"#, 422,
            ["/colour", "/noun", "/hubPattern", "/twin/tags/a.b", "/payload"]
        ),
    ]

    @Test(arguments: refused.indices)
    func `what cannot be is refused with every fault`(row: Int) async throws {
        let (body, status, pointers) = Self.refused[row]
        let answer = await ask(.put, "/api/divisions/new", body)
        #expect(answer.status == status)
        #expect(answer["content-type"] == "application/problem+json")
        #expect(try answer.pointers() == pointers)
    }

    @Test(arguments: [
        (HTTPMethod.get, Role.auditor, 200), (.get, .fleet, 200), (.get, .webhook, 403), (.put, .fleet, 403),
        (.patch, .auditor, 403), (.delete, .fleet, 403), (.delete, .admin, 409),
    ])
    func `fleet managers and auditors read, admins write`(method: HTTPMethod, role: Role, status: Int) async {
        let answer = await ask(method, "/api/divisions/toasters", "{}", as: role, [("if-match", "*")])
        #expect(answer.status == status)
    }
}
