import Allocation
import HTTP
import Testing

@Suite struct ImportsEndpointTests {
    private let service: ServiceUnderTest

    init() throws {
        service = try ServiceUnderTest()
    }

    private static let file = "registrationId,division,note\nlobby-1,toasters,a\nlobby-2,heatpumps,\n"

    private func ask(
        _ method: HTTPMethod, _ target: String, as role: Role = .fleet, type: String? = nil,
        _ body: String = ""
    ) async -> Answer {
        await service.ask(method, target, body, as: role, type.map { [("content-type", $0)] } ?? [])
    }

    /// Uploads a file; gives the plan's path.
    private func plan(_ file: String, type: String = "text/csv") async throws -> (
        path: String, plan: JSONValue
    ) {
        let answer = await ask(.post, "/api/imports?source=spring.csv&message=delivery", type: type, file)
        #expect(answer.status == 201)
        return (try #require(answer["location"]), try answer.json())
    }

    @Test func `a file is planned, applied as one change set, and taken back`() async throws {
        let (path, plan) = try await plan(Self.file)
        #expect(plan["counts"]?["create"] == 2)
        #expect(plan["applicable"] == true)
        #expect(plan["source"] == "spring.csv")
        #expect(await ask(.get, "/api/devices/lobby-1").status == 404)
        #expect(await ask(.get, path).status == 200)

        let applied = await ask(.post, "\(path)/apply")
        #expect(applied.status == 200)
        let set = try #require(try applied.json()["changeSet"])
        #expect(set["created"] == 2)
        #expect(set["kind"] == "import")
        #expect(await ask(.get, "/api/devices/lobby-1").status == 200)
        #expect(try await ask(.post, "\(path)/apply").json()["changeSet"] == set)

        let undone = await ask(.post, "\(path)/undo")
        #expect(undone.status == 200)
        #expect(try undone.json()["changeSet"]?["deleted"] == 2)
        #expect(try undone.json()["refusedCount"] == 0)
        #expect(await ask(.get, "/api/devices/lobby-1").status == 404)
        let sets = try await ask(.get, "/api/change-sets?limit=2", as: .auditor).json()
        #expect(sets["changeSets"]?.array?.compactMap { $0["kind"]?.string } == ["undo", "import"])
        #expect(sets["next"] != nil)
        let number = try #require(set["id"]).description
        #expect(try await ask(.get, "/api/change-sets/\(number)").json()["import"] == plan["id"])
    }

    @Test func `rows that cannot be imported are told at once, and keep the plan from being applied`()
        async throws
    {
        let (path, plan) = try await plan(Self.file + "bad id,kettles,\nlobby-1,toasters,\n")
        #expect(plan["applicable"] == false)
        let problems = plan["problems"]?.array?.compactMap { $0["verdict"]?.string }
        #expect(problems == ["duplicated", "invalid", "duplicated"])
        let refused = await ask(.post, "\(path)/apply")
        #expect(refused.status == 409)
        #expect(try refused.problem() == "import-blocked")
        #expect(try refused.json()["counts"]?["invalid"] == 1)
        let page = try await ask(.get, "\(path)/rows?verdict=duplicated&limit=1").json()
        #expect(page["rows"]?.array?.count == 1)
        #expect(page["next"] == "1")
        #expect(await ask(.delete, path).status == 204)
        #expect(await ask(.get, path).status == 404)
    }

    @Test func `a plan that the inventory has left behind is refused with what moved`() async throws {
        let (path, _) = try await plan(Self.file)
        let body = #"{"division":"toasters"}"#
        #expect(await ask(.put, "/api/devices/LOBBY-2", body).status == 201)
        let refused = await ask(.post, "\(path)/apply")
        #expect(refused.status == 409)
        #expect(try refused.problem() == "import-moved")
        #expect(try refused.json()["moved"]?.array?.first?["line"] == 3)
        #expect(await ask(.get, "/api/devices/lobby-1").status == 404)
    }

    private static let refusals: [(String?, String, Int, String)] = [
        (nil, file, 415, "unsupported-media-type"),
        ("application/json", file, 415, "unsupported-media-type"),
        ("text/csv", "name,colour\na,b\n", 422, "invalid-content"),
        ("text/csv; charset=utf-8", "", 422, "invalid-content"),
        ("text/csv", "registrationId\n\"a", 422, "invalid-content"),
    ]

    @Test(arguments: refusals.indices)
    func `what is no file of devices is refused`(row: Int) async throws {
        let (type, body, status, problem) = Self.refusals[row]
        let answer = await ask(.post, "/api/imports", type: type, body)
        #expect(answer.status == status)
        #expect(try answer.problem() == problem)
        #expect(try await ask(.get, "/api/imports").json()["plans"] == [])
    }

    @Test func `NDJSON is taken too`() async throws {
        let line = #"{"registrationId":"lobby-1","division":"toasters","twin":{"tags":{"site":"Redmond"}}}"#
        let (path, _) = try await plan(line, type: "application/x-ndjson")
        #expect(await ask(.post, "\(path)/apply").status == 200)
        let device = try await ask(.get, "/api/devices/lobby-1").json()
        #expect(device["twin"]?["tags"]?["site"] == "Redmond")
    }

    @Test func `auditors read imports, webhooks do not, and fleet managers take back devices only`()
        async throws
    {
        let (path, _) = try await plan(Self.file)
        #expect(await ask(.get, path, as: .auditor).status == 200)
        #expect(await ask(.post, "\(path)/apply", as: .auditor).status == 403)
        #expect(await ask(.get, "/api/imports", as: .webhook).status == 403)
        // What concerns no device it does not see, and so cannot take back.
        #expect(await ask(.post, "/api/change-sets/1/undo").status == 404)
        #expect(await ask(.get, "/api/change-sets/1").status == 404)
        #expect(await ask(.get, "/api/change-sets/1", as: .auditor).status == 200)
        #expect(try await ask(.get, "/api/change-sets").json() == ["changeSets": []])
        #expect(try await ask(.get, "/api/change-sets", as: .auditor).json() != ["changeSets": []])
        #expect(await ask(.post, "/api/change-sets/999/undo").status == 404)
        let undone = await ask(.post, "/api/change-sets/3/undo", as: .admin)
        #expect(try undone.json()["changeSet"]?["deleted"] == 1)
    }
}
