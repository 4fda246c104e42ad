@testable import API
import Allocation
import HTTP
import InMemoryStore
import Testing

/// A write that its caller named is done once, however often it is sent.
@Suite struct IdempotencyTests {
    private let service: ServiceUnderTest

    /// The numbers of the keys that the service under test has.
    private static let (fleetID, adminID): (Int64, Int64) = (2, 4)

    init() throws {
        service = try ServiceUnderTest()
    }

    private func ask(
        _ method: HTTPMethod, _ target: String, _ body: String = "", as role: Role = .admin,
        named name: String,
        _ fields: [(String, String)] = []
    ) async -> Answer {
        await service.ask(method, target, body, as: role, fields + [("idempotency-key", name)])
    }

    private func changes() throws -> Int {
        try service.store.changes(matching: ChangeFilter(limit: 99)).count
    }

    private static let writes: [(HTTPMethod, String, String, [(String, String)], Int)] = [
        (.put, "/api/devices/a", #"{"division":"toasters"}"#, [], 201),
        (.patch, "/api/devices/known", #"{"note":"n"}"#, [("if-match", "\"1\"")], 200),
        (.delete, "/api/devices/known?message=why", "", [("if-match", "*")], 200),
        (.delete, "/api/devices/known?erase=true", "", [("if-match", "\"1\"")], 204),
        (.put, "/api/divisions/ovens", #"{"noun":"ovens","hubPattern":"-o-"}"#, [], 201),
        (.patch, "/api/divisions/toasters", #"{"name":"bread"}"#, [("if-match", "*")], 200),
        (.post, "/api/rules", #"{"pattern":"-z","division":"toasters"}"#, [], 201),
        (.patch, "/api/rules/2", #"{"position":1}"#, [("if-match", "\"1\"")], 200),
        (.delete, "/api/rules/1", "", [("if-match", "\"1\"")], 204),
        (.delete, "/api/keys/1", "", [("if-match", "\"1\"")], 200),
    ]

    @Test(arguments: writes.indices)
    func `the same once more has the same answer, and is not done again`(row: Int) async throws {
        let (method, target, body, fields, status) = Self.writes[row]
        _ = await service.ask(.put, "/api/devices/known", #"{"division":"toasters"}"#, as: .admin)
        let before = try changes()
        let first = await ask(method, target, body, named: "n-1", fields)
        #expect(first.status == status)
        #expect(first["idempotency-replayed"] == nil)
        #expect(try changes() == before + 1)
        let second = await ask(method, target, body, named: "n-1", fields)
        #expect(second.status == status && second.body == first.body)
        #expect(second["etag"] == first["etag"] && second["location"] == first["location"])
        #expect(second["content-type"] == first["content-type"])
        #expect(second["idempotency-replayed"] == "true")
        #expect(second["x-request-id"] != first["x-request-id"])
        #expect(try changes() == before + 1)
    }

    @Test(arguments: writes.indices)
    func `what was done by a process that ended before it answered is not done again`(row: Int) async throws {
        let (method, target, body, fields, status) = Self.writes[row]
        _ = await service.ask(.put, "/api/devices/known", #"{"division":"toasters"}"#, as: .admin)
        let first = await ask(method, target, body, named: "n-1", fields)
        // As it stands when the process ends behind the write.
        let key = try #require(IdempotencyKey("n-1", of: Self.adminID))
        let known = try #require(try service.store.request(key))
        try service.store.keep(
            IdempotentRequest(
                key: key, fingerprint: known.fingerprint, requestID: known.requestID, time: known.time),
            forgettingSomeBefore: Timestamp(milliseconds: 0))
        let before = try changes()
        let second = await ask(method, target, body, named: "n-1", fields)
        #expect(second.status == status && second.body == first.body && second["etag"] == first["etag"])
        #expect(second["idempotency-replayed"] == "true")
        #expect(try changes() == before)
        #expect(await ask(method, target, body, named: "n-1", fields).body == first.body)
    }

    @Test func `what was begun and not done is done now`() async throws {
        let body = #"{"division":"toasters"}"#
        let context = RequestContext(
            request: HTTPRequest(method: .put, target: "/api/devices/a"),
            id: RequestID(nanoseconds: 1, randomness: 1))
        let key = try #require(IdempotencyKey("n-1", of: Self.adminID))
        try service.store.keep(
            IdempotentRequest(
                key: key, fingerprint: context.fingerprint(with: Array(body.utf8)), requestID: context.id,
                time: Timestamp(milliseconds: 1_790_000_000_000)),
            forgettingSomeBefore: Timestamp(milliseconds: 0))
        let answer = await ask(.put, "/api/devices/a", body, named: "n-1")
        #expect(answer.status == 201 && answer["idempotency-replayed"] == nil)
        #expect(await ask(.put, "/api/devices/a", body, named: "n-1")["idempotency-replayed"] == "true")
    }

    @Test func `a refusal is an answer too`() async throws {
        let patch = #"{"note":"n"}"#
        let first = await ask(.patch, "/api/devices/a", patch, named: "n-1", [("if-match", "*")])
        #expect(first.status == 412)
        _ = await service.ask(.put, "/api/devices/a", #"{"division":"toasters"}"#, as: .admin)
        let second = await ask(.patch, "/api/devices/a", patch, named: "n-1", [("if-match", "*")])
        #expect(second.status == 412 && second.body == first.body && second["idempotency-replayed"] == "true")
        #expect(second["content-type"] == "application/problem+json")
        #expect(await ask(.patch, "/api/devices/a", patch, named: "n-2", [("if-match", "*")]).status == 200)
    }

    @Test func `a name belongs to one request and to one caller`() async throws {
        let body = #"{"division":"toasters"}"#
        #expect(await ask(.put, "/api/devices/a", body, named: "n").status == 201)
        let others = [
            await ask(.put, "/api/devices/b", body, named: "n"),
            await ask(.put, "/api/devices/a?message=x", body, named: "n"),
            await ask(.put, "/api/devices/a", body + " ", named: "n"),
            await ask(.put, "/api/devices/a", body, named: "n", [("if-match", "*")]),
            await ask(.put, "/api/devices/a", body, named: "n", [("if-none-match", "*")]),
            await ask(.patch, "/api/devices/a", body, named: "n", [("if-match", "*")]),
            await ask(.delete, "/api/devices/a", "", named: "n", [("if-match", "*")]),
        ]
        for other in others {
            #expect(other.status == 422)
            #expect(try other.problem() == "idempotency-key-reused")
        }
        #expect(await ask(.put, "/api/devices/b", body, as: .fleet, named: "n").status == 201)
        // A read has no use for a name.
        #expect(await ask(.get, "/api/devices/a", named: "n").status == 200)
    }

    @Test func `a name belongs to the key, whatever that is called`() async throws {
        let body = #"{"division":"toasters"}"#
        let first = await ask(.put, "/api/devices/a", body, named: "before")
        let rename = (#"{"name":"root"}"#, [("if-match", "\"1\"")])
        let renamed = await ask(.patch, "/api/keys/4", rename.0, named: "rename", rename.1)
        #expect(renamed.status == 200 && renamed["etag"] == "\"2\"")
        // Whoever did not hear of it asks again, under the new name.
        for (answer, known) in [
            (await ask(.put, "/api/devices/a", body, named: "before"), first),
            (await ask(.patch, "/api/keys/4", rename.0, named: "rename", rename.1), renamed),
        ] {
            #expect(answer.status == known.status && answer.body == known.body)
            #expect(answer["idempotency-replayed"] == "true")
        }
        // Another key gets the name that is free now, and none of the answers.
        let made = await ask(.post, "/api/keys", #"{"name":"admin","role":"admin"}"#, named: "new")
        let secret = try #require(try made.json()["secret"]?.string)
        let other = await service.ask(
            .put, "/api/devices/a", [("authorization", "Bearer \(secret)"), ("idempotency-key", "before")],
            body)
        #expect(other.status == 428 && other["idempotency-replayed"] == nil)
    }

    @Test func `a key that was made and not answered is found again, whatever it is called by now`()
        async throws
    {
        let draft = #"{"name":"night","role":"fleet"}"#
        _ = await ask(.post, "/api/keys", draft, named: "n")
        let key = try #require(IdempotencyKey("n", of: Self.adminID))
        let known = try #require(try service.store.request(key))
        try service.store.keep(
            IdempotentRequest(
                key: key, fingerprint: known.fingerprint, requestID: known.requestID, time: known.time),
            forgettingSomeBefore: Timestamp(milliseconds: 0))
        _ = await service.ask(.patch, "/api/keys/5", #"{"name":"day"}"#, as: .admin, [("if-match", "*")])
        _ = await service.ask(.post, "/api/keys", draft, as: .admin)
        let again = await ask(.post, "/api/keys", draft, named: "n")
        #expect(again.status == 201 && again["location"] == "/api/keys/5")
        #expect(try again.json()["name"] == "day")
    }

    @Test(arguments: ["", "a b", "\u{FC}", String(repeating: "n", count: 256)])
    func `what is no name is refused, and nothing is done`(name: String) async throws {
        let answer = await ask(.put, "/api/devices/a", #"{"division":"toasters"}"#, named: name)
        #expect(answer.status == 400)
        #expect(try answer.problem() == "invalid-idempotency-key")
        let twice = await ask(
            .put, "/api/devices/a", #"{"division":"toasters"}"#, named: "a", [("idempotency-key", "a")])
        #expect(twice.status == 400)
        #expect(await service.get("/api/devices/a", as: .fleet).status == 404)
    }

    @Test func `a secret is not kept, and the answer that comes again says so`() async throws {
        let draft = #"{"name":"night","role":"fleet"}"#
        let first = await ask(.post, "/api/keys", draft, named: "n")
        let secret = try #require(try first.json()["secret"]?.string)
        let key = try #require(IdempotencyKey("n", of: Self.adminID))
        let kept = try #require(try service.store.request(key))
        #expect(!"\(kept)".contains(secret))
        let body = String(decoding: try #require(kept.answer).body, as: UTF8.self)
        #expect(!body.contains(secret))
        let second = await ask(.post, "/api/keys", draft, named: "n")
        #expect(second.status == 201 && second["location"] == first["location"])
        #expect(second["cache-control"] == "no-store" && second["idempotency-replayed"] == "true")
        let again = try second.json()
        #expect(again["secret"] == .null && again["secretNote"]?.string?.isEmpty == false)
        #expect(try service.store.keys().count == 5)
    }

    @Test func `an answer is kept for a day`() async throws {
        let body = #"{"division":"toasters"}"#
        _ = await ask(.put, "/api/devices/a", body, named: "n")
        let key = try #require(IdempotencyKey("n", of: Self.adminID))
        let known = try #require(try service.store.request(key))
        for (age, status) in [(Int64(86_399_999), 201), (86_400_000, 428)] {
            try service.store.keep(
                IdempotentRequest(
                    key: key, fingerprint: known.fingerprint, requestID: known.requestID,
                    time: Timestamp(milliseconds: known.time.milliseconds - age), answer: known.answer),
                forgettingSomeBefore: Timestamp(milliseconds: 0))
            #expect(await ask(.put, "/api/devices/a", body, named: "n").status == status)
        }
    }

    @Test func `while a request is being done, another of its name is told to wait`() throws {
        let writes = IdempotentWrites(requests: service.store, changes: service.store)
        let key = try #require(IdempotencyKey("n", of: Self.adminID))
        let other = try #require(IdempotencyKey("n", of: Self.fleetID))
        try writes.begin(key)
        try writes.begin(other)
        let problem = #expect(throws: Problem.self) { try writes.begin(key) }
        #expect(problem?.type == .idempotencyKeyInUse)
        writes.end(key)
        try writes.begin(key)
    }
}
