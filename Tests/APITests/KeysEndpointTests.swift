import Allocation
import HTTP
import InMemoryStore
import Testing

@Suite struct KeysEndpointTests {
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

    @Test func `a key is shown once, opens at once and is shut for good`() async throws {
        let made = await ask(.post, "/api/keys?message=why", #"{"name":"night shift","role":"fleet"}"#)
        #expect(made.status == 201 && made["location"] == "/api/keys/5" && made["etag"] == "\"1\"")
        #expect(made["cache-control"] == "no-store")
        let secret = try #require(try made.json()["secret"]?.string)
        #expect(secret.utf8.count == 43)
        let fields = [("authorization", "Bearer \(secret)")]
        #expect(await service.ask(.get, "/api/devices", fields).status == 200)

        let read = await ask(.get, "/api/keys/5")
        #expect(read["etag"] == "\"1\"")
        #expect(
            try read.json() == [
                "id": 5, "name": "night shift", "role": "fleet", "createdAt": "2026-09-21T14:13:20.000Z",
                "revision": 1,
            ])
        #expect(await ask(.delete, "/api/keys/5").status == 428)
        #expect(await ask(.delete, "/api/keys/5", "", [("if-match", "\"2\"")]).status == 412)
        let revoked = await ask(.delete, "/api/keys/5", "", [("if-match", "\"1\"")])
        #expect(revoked.status == 200 && revoked["etag"] == "\"2\"")
        #expect(try revoked.json()["revokedAt"] != nil)
        #expect(await service.ask(.get, "/api/devices", fields).status == 401)
        // Once more changes nothing.
        #expect(await ask(.delete, "/api/keys/5", "", [("if-match", "*")]).body == revoked.body)
        #expect(await ask(.delete, "/api/keys/5", "", [("if-match", "\"1\"")]).status == 412)
        let changes = try service.store.changes(matching: ChangeFilter(limit: 2))
        #expect(changes.map(\.effect) == [.updated, .created])
        #expect(changes.last?.set.context.message == "why")
    }

    @Test func `neither secret nor digest stands anywhere else`() async throws {
        let made = await ask(.post, "/api/keys", #"{"name":"a","role":"auditor"}"#)
        let secret = try #require(try made.json()["secret"]?.string)
        let digest = SHA256.hash(Array(secret.utf8)).description
        #expect(!made.body.contains(digest))
        let elsewhere = [
            await ask(.get, "/api/keys").body, await ask(.get, "/api/keys/5").body,
            await ask(.delete, "/api/keys/5", "", [("if-match", "*")]).body,
            "\(try service.store.changes(matching: ChangeFilter(limit: 9)))", service.reports.all.joined(),
        ]
        for text in elsewhere {
            #expect(!text.contains(secret))
            #expect(!text.contains(digest))
        }
    }

    @Test func `the list has the revoked ones too`() async throws {
        _ = await ask(.delete, "/api/keys/2", "", [("if-match", "*")])
        let keys = try await ask(.get, "/api/keys").json()["keys"]?.array ?? []
        #expect(keys.map { $0["name"]?.string } == ["webhook", "fleet", "auditor", "admin"])
        #expect(keys.map { $0["revision"] } == [1, 2, 1, 1])
    }

    @Test func `a name is given to one live key at a time`() async throws {
        let taken = await ask(.post, "/api/keys", #"{"name":"fleet","role":"fleet"}"#)
        #expect(taken.status == 409)
        #expect(try taken.problem() == "conflict")
        _ = await ask(.delete, "/api/keys/2", "", [("if-match", "*")])
        #expect(await ask(.post, "/api/keys", #"{"name":"fleet","role":"fleet"}"#).status == 201)
    }

    private static let refused: [(String, Int, [String])] = [
        ("{", 400, []), ("[]", 422, [""]), ("{}", 422, ["/name", "/role"]),
        (#"{"name":"a\u0007","role":"king","secret":1}"#, 422, ["/secret", "/role", "/name"]),
        (#"{"name":"\#(String(repeating: "n", count: 65))","role":"fleet"}"#, 422, ["/name"]),
    ]

    @Test(arguments: [
        " a", "a ", "\u{A0}a", "a\u{3000}", "a\u{202E}b", "a\u{200B}b", "\u{FEFF}a", "a\u{2066}b", "a\u{61C}",
        "a\u{2028}b", "a\u{AD}b", "a\u{3164}", "a\u{85}b",
    ])
    func `a name that looks like another is not given`(name: String) async throws {
        let draft = JSONValue.object(["name": .string(name), "role": "fleet"]).description
        let made = await ask(.post, "/api/keys", draft)
        #expect(made.status == 422)
        #expect(try made.pointers() == ["/name"])
        let renamed = await ask(
            .patch, "/api/keys/2", JSONValue.object(["name": .string(name)]).description, [("if-match", "*")])
        #expect(renamed.status == 422)
    }

    @Test(arguments: ["Ünter 2", "日本 1", "a  b", "e\u{301}", "\u{1F525}"])
    func `any other name is`(name: String) async throws {
        let draft = JSONValue.object(["name": .string(name), "role": "fleet"]).description
        #expect(await ask(.post, "/api/keys", draft).status == 201)
    }

    @Test(arguments: refused.indices)
    func `what cannot be is refused with every fault`(row: Int) async throws {
        let (body, status, pointers) = Self.refused[row]
        let answer = await ask(.post, "/api/keys", body)
        #expect(answer.status == status)
        #expect(try answer.pointers() == pointers)
    }

    @Test(arguments: [Role.webhook, .fleet, .auditor])
    func `keys are an admin's matter`(role: Role) async {
        for (method, target) in [
            (HTTPMethod.get, "/api/keys"), (.post, "/api/keys"), (.get, "/api/keys/1"),
            (.delete, "/api/keys/1"), (.put, "/api/keys/1"), (.patch, "/api/keys/1"),
        ] {
            #expect(await ask(method, target, "{}", as: role, [("if-match", "*")]).status == 403)
        }
    }

    @Test func `a key gets another name and role, and its secret stays`() async throws {
        let made = await ask(.post, "/api/keys", #"{"name":"night","role":"fleet"}"#)
        let fields = [("authorization", "Bearer \(try made.json()["secret"]?.string ?? "")")]
        #expect(await ask(.patch, "/api/keys/5", #"{"name":"day"}"#).status == 428)
        let renamed = await ask(.patch, "/api/keys/5", #"{"name":"day"}"#, [("if-match", "\"1\"")])
        #expect(renamed.status == 200 && renamed["etag"] == "\"2\"")
        #expect(try renamed.json()["name"] == "day" && renamed.json()["role"] == "fleet")
        #expect(await service.ask(.get, "/api/devices", fields).status == 200)
        #expect(await service.ask(.get, "/metrics", fields).status == 403)

        let whole = #"{"name":"day","role":"auditor","id":5,"revision":2}"#
        #expect(await ask(.put, "/api/keys/5", whole, [("if-match", "\"1\"")]).status == 412)
        let written = await ask(.put, "/api/keys/5", whole, [("if-match", "\"2\"")])
        #expect(written["etag"] == "\"3\"")
        #expect(await service.ask(.get, "/metrics", fields).status == 200)
        #expect(await ask(.put, "/api/keys/5", whole, [("if-match", "\"3\"")])["etag"] == "\"3\"")
        let change = try #require(try service.store.changes(matching: ChangeFilter(limit: 1)).first)
        #expect(change.changedMembers == ["role"] && change.subject == "day")
    }

    private static let unchangeable: [(HTTPMethod, String, String, Int)] = [
        (.put, "/api/keys/5", #"{"name":"day"}"#, 422), (.patch, "/api/keys/5", #"{"role":null}"#, 422),
        (.patch, "/api/keys/5", #"{"name":"fleet"}"#, 409), (.patch, "/api/keys/5", "[]", 422),
        (.patch, "/api/keys/77", "{}", 412), (.put, "/api/keys/77", #"{"name":"a","role":"fleet"}"#, 412),
    ]

    @Test(arguments: unchangeable.indices)
    func `what a key cannot become it does not become`(row: Int) async throws {
        _ = await ask(.post, "/api/keys", #"{"name":"night","role":"fleet"}"#)
        let (method, target, body, status) = Self.unchangeable[row]
        #expect(await ask(method, target, body, [("if-match", "*")]).status == status)
        #expect(await ask(.get, "/api/keys/5")["etag"] == "\"1\"")
    }

    @Test func `the last admin's key is neither revoked nor given another role`() async throws {
        for answer in [
            await ask(.delete, "/api/keys/4", "", [("if-match", "*")]),
            await ask(.patch, "/api/keys/4", #"{"role":"auditor"}"#, [("if-match", "*")]),
            await ask(.put, "/api/keys/4", #"{"name":"a","role":"fleet"}"#, [("if-match", "\"1\"")]),
        ] {
            #expect(answer.status == 409)
            #expect(try answer.problem() == "conflict")
            #expect(answer.body.contains("last live key of an admin"))
        }
        #expect(await ask(.patch, "/api/keys/4", #"{"name":"boss"}"#, [("if-match", "*")]).status == 200)
        #expect(await ask(.post, "/api/keys", #"{"name":"admin","role":"admin"}"#).status == 201)
        #expect(await ask(.delete, "/api/keys/4", "", [("if-match", "*")]).status == 200)
    }

    @Test func `a revoked key stays as it is`() async throws {
        _ = await ask(.delete, "/api/keys/2", "", [("if-match", "*")])
        let answer = await ask(.patch, "/api/keys/2", #"{"name":"b"}"#, [("if-match", "*")])
        #expect(answer.status == 409)
        #expect(try answer.problem() == "conflict")
    }

    @Test func `what is no number is no key`() async {
        for id in ["admin", "77", "01"] { #expect(await ask(.get, "/api/keys/\(id)").status == 404) }
        let draft = #"{"name":"a","role":"fleet"}"#
        #expect(await ask(.put, "/api/keys/77", draft).status == 404)
        #expect(await ask(.put, "/api/keys/2", draft).status == 428)
        #expect(await ask(.delete, "/api/keys/77", "", [("if-match", "*")]).status == 412)
    }
}
