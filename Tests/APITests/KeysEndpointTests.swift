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
        (#"{"name":"a\u0007","role":"king","id":1}"#, 422, ["/id", "/role", "/name"]),
        (#"{"name":"\#(String(repeating: "n", count: 65))","role":"fleet"}"#, 422, ["/name"]),
    ]

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
            (.delete, "/api/keys/1"),
        ] {
            #expect(await ask(method, target, "{}", as: role, [("if-match", "*")]).status == 403)
        }
    }

    @Test func `a key is not changed, and what is no number is no key`() async {
        #expect(await ask(.patch, "/api/keys/1", "{}")["allow"] == "DELETE, GET, HEAD")
        for id in ["admin", "77", "01"] { #expect(await ask(.get, "/api/keys/\(id)").status == 404) }
        #expect(await ask(.delete, "/api/keys/77", "", [("if-match", "*")]).status == 412)
    }
}
