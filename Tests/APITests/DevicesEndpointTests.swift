import Allocation
import HTTP
import InMemoryStore
import Testing

@Suite struct DevicesEndpointTests {
    private let service: ServiceUnderTest

    init() throws {
        service = try ServiceUnderTest()
    }

    private func ask(
        _ method: HTTPMethod, _ target: String, _ body: String = "", as role: Role = .fleet,
        _ fields: [(String, String)] = []
    ) async -> Answer {
        await service.ask(
            method, target, [("authorization", "Bearer \(ServiceUnderTest.secret(of: role))")] + fields, body)
    }

    private func json(_ answer: Answer) throws -> JSONValue { try JSONValue(parsing: answer.body) }

    @Test func `a device lives by its entity tags from its making to its erasure`() async throws {
        let made = await ask(.put, "/api/devices/Lobby-1", #"{"division":"toasters","note":"n"}"#)
        #expect(made.status == 201)
        #expect(made["location"] == "/api/devices/Lobby-1")
        #expect(made["etag"] == "\"1\"")
        let read = await ask(.get, "/api/devices/lobby-1", as: .auditor)
        #expect(read.status == 200 && read.body == made.body && read["etag"] == "\"1\"")
        #expect(
            await ask(.get, "/api/devices/lobby-1", "", [("if-none-match", "W/\"1\", \"7\"")]).status == 304)

        // What was read can be changed and written back.
        #expect(await ask(.put, "/api/devices/lobby-1", read.body, [("if-match", "\"1\"")]).status == 200)
        let patched = await ask(
            .patch, "/api/devices/lobby-1?message=recall%2012", #"{"status":"held","statusReason":"why"}"#,
            [("if-match", "\"1\"")])
        #expect(patched.status == 200 && patched["etag"] == "\"2\"")
        #expect(try json(patched)["updatedBy"] == "fleet")
        let late = await ask(.patch, "/api/devices/lobby-1", #"{"note":"x"}"#, [("if-match", "\"1\"")])
        #expect(late.status == 412 && late["content-type"] == "application/problem+json")

        let retired = await ask(.delete, "/api/devices/lobby-1", "", [("if-match", "*")])
        #expect(try json(retired)["status"] == "retired")
        let erased = await ask(.delete, "/api/devices/lobby-1?erase=true", "", [("if-match", "\"3\"")])
        #expect(erased.status == 204 && erased.body.isEmpty)
        #expect(await ask(.get, "/api/devices/lobby-1").status == 404)

        let changes = try service.store.changes(matching: ChangeFilter(limit: 4))
        #expect(changes.map(\.set.context.message) == [nil, nil, "recall 12", nil])
        #expect(changes.allSatisfy { $0.set.context.actor == "fleet" && $0.set.context.requestID != nil })
    }

    @Test func `what exists is overwritten only by those who say what they know`() async throws {
        let body = #"{"division":"toasters"}"#
        #expect(await ask(.put, "/api/devices/a", body, [("if-match", "*")]).status == 412)
        #expect(await ask(.put, "/api/devices/a", body, [("if-none-match", "*")]).status == 201)
        #expect(await ask(.put, "/api/devices/a", body, [("if-none-match", "*")]).status == 412)
        #expect(await ask(.put, "/api/devices/a", body).status == 428)
        #expect(await ask(.patch, "/api/devices/a", "{}").status == 428)
        #expect(await ask(.delete, "/api/devices/a").status == 428)
        #expect(await ask(.put, "/api/devices/a", body, [("if-match", "W/\"1\"")]).status == 412)
        #expect(await ask(.put, "/api/devices/a", body, [("if-match", "1")]).status == 412)
        #expect(await ask(.put, "/api/devices/a", body, [("if-match", "\"7\", \"1\"")]).status == 200)
        #expect(await ask(.patch, "/api/devices/b", "{}", [("if-match", "*")]).status == 412)
    }

    @Test(arguments: ["%00", "a%00b", String(repeating: "m", count: 1_025)])
    func `a message that cannot be kept is refused`(message: String) async throws {
        let answer = await ask(.put, "/api/devices/a?message=\(message)", #"{"division":"toasters"}"#)
        #expect(answer.status == 400)
        #expect(try answer.pointers() == ["/message"])
    }

    private static let refused: [(String, String, Int, [String])] = [
        ("a%20b", "{}", 400, []), ("a", "{", 400, []), ("a", "[]", 422, [""]),
        ("a", #"{"division":"toasters","registrationId":"b"}"#, 422, ["/registrationId"]),
        ("a", #"{"division":"kettles"}"#, 422, ["/division"]),
        (
            "a", #"{"status":"gone","colour":1,"twin":{"tags":{"a.b":1}},"heldUntil":"x"}"#, 422,
            ["/colour", "/division", "/status", "/heldUntil", "/twin/tags/a.b"]
        ),
        (
            "a", #"{"division":"nope","status":"bad","labels":["","|",5,"ok"]}"#, 422,
            ["/status", "/labels/0", "/labels/1", "/labels/2", "/division"]
        ),
        (
            "a", #"{"registrationId":"b","division":"nope","note":7}"#, 422,
            ["/note", "/registrationId", "/division"]
        ),
    ]

    @Test(arguments: refused.indices)
    func `what cannot be is refused with every fault`(row: Int) async throws {
        let (id, body, status, pointers) = Self.refused[row]
        let answer = await ask(.put, "/api/devices/\(id)", body)
        #expect(answer.status == status)
        #expect(answer["content-type"] == "application/problem+json")
        let errors = try json(answer)["errors"]?.array ?? []
        #expect(errors.compactMap { $0["pointer"]?.string } == pointers)
    }

    @Test func `a patch that cannot be is refused with every fault, an unknown division too`() async throws {
        #expect(await ask(.put, "/api/devices/a", #"{"division":"toasters"}"#).status == 201)
        let answer = await ask(
            .patch, "/api/devices/a", #"{"division":"nope","registrationId":"b","labels":["|",1]}"#,
            [("if-match", "*")])
        #expect(answer.status == 422)
        #expect(try answer.pointers() == ["/labels/0", "/labels/1", "/registrationId", "/division"])
    }

    @Test func `pages follow each other by cursor, and a cursor belongs to its order`() async throws {
        for id in ["c", "a", "b"] {
            #expect(await ask(.put, "/api/devices/\(id)", #"{"division":"toasters"}"#).status == 201)
        }
        var target = "/api/devices?limit=2&sort=registrationId&order=desc&total=true"
        let first = try json(await ask(.get, target, as: .auditor))
        #expect(first["devices"]?.array?.compactMap { $0["registrationId"]?.string } == ["c", "b"])
        #expect(first["total"] == 3)
        let cursor = try #require(first["next"]?.string)
        let second = try json(await ask(.get, target + "&cursor=" + cursor))
        #expect(second["devices"]?.array?.compactMap { $0["registrationId"]?.string } == ["a"])
        #expect(second["next"] == nil)
        target = "/api/devices?order=asc&cursor=" + cursor
        #expect(await ask(.get, target).status == 400)
    }

    @Test func `a list of devices never seen tells up to when decisions count`() async throws {
        for id in ["known-1", "known-2"] {
            #expect(await ask(.put, "/api/devices/\(id)", #"{"division":"toasters"}"#).status == 201)
        }
        #expect(try json(await ask(.get, "/api/devices?seen=false"))["seenUpTo"] == nil)
        _ = await service.allocate(
            #"{"deviceRuntimeContext":{"registrationId":"KNOWN-2"},"linkedHubs":[]}"#)
        for (seen, id) in [("true", "known-2"), ("false", "known-1")] {
            let page = try json(await ask(.get, "/api/devices?seen=\(seen)&total=true"))
            #expect(page["devices"]?.array?.compactMap { $0["registrationId"]?.string } == [id])
            #expect(page["total"] == 1 && page["seenUpTo"] == "2026-09-21T14:13:20.000Z")
        }
        #expect(try json(await ask(.get, "/api/devices"))["seenUpTo"] == nil)
        #expect(await ask(.get, "/api/devices?seen=perhaps").status == 400)
    }

    @Test func `every parameter at fault is told at once`() async throws {
        let answer = await ask(
            .get,
            "/api/devices?limit=0&sort=colour&status=gone&createdSince=x&bogus=1&cursor=!&limit=3&total=maybe"
        )
        #expect(answer.status == 400)
        let pointers = try json(answer)["errors"]?.array?.compactMap { $0["pointer"]?.string } ?? []
        #expect(
            Set(pointers) == ["/limit", "/sort", "/status", "/createdSince", "/bogus", "/cursor", "/total"])
    }

    @Test(arguments: [
        (HTTPMethod.get, Role.auditor, 404), (.get, .fleet, 404), (.get, .admin, 404), (.get, .webhook, 403),
        (.put, .auditor, 403), (.patch, .auditor, 403), (.delete, .webhook, 403), (.delete, .admin, 412),
    ])
    func `who may read and who may write`(method: HTTPMethod, role: Role, status: Int) async {
        let answer = await ask(method, "/api/devices/nobody", "{}", as: role, [("if-match", "*")])
        #expect(answer.status == status)
    }

    @Test func `without a key nothing is told, not even whether there is a device`() async {
        for target in ["/api/devices", "/api/devices/a"] {
            #expect(await service.ask(.get, target).status == 401)
        }
        #expect(await ask(.get, "/api/devices/").status == 404)
        #expect(await ask(.get, "/api/devices/a/b").status == 404)
        #expect(await ask(.post, "/api/devices/a")["allow"] == "DELETE, GET, HEAD, PATCH, PUT")
    }

    @Test func `a store that cannot answer is 503`() async {
        service.store.fail(with: .unavailable("locked"))
        // The keys cannot be read either.
        #expect(await ask(.get, "/api/devices").status == 503)
    }
}
