import Allocation
import HTTP
import InMemoryStore
import Testing

@testable import API

@Suite struct ChangesEndpointTests {
    private let service: ServiceUnderTest

    /// Two devices, of which the first is changed, over the two divisions, two rules and four keys of the service.
    init() async throws {
        service = try ServiceUnderTest()
        for id in ["a", "b"] {
            _ = await service.ask(.put, "/api/devices/\(id)", #"{"division":"toasters"}"#, as: .fleet)
        }
        _ = await service.ask(
            .patch, "/api/devices/A?message=why", #"{"note":"n"}"#, as: .admin, [("if-match", "*")])
    }

    private func ids(_ target: String, as role: Role = .auditor) async throws -> [Int64] {
        let list = try await service.get(target, as: role).json()["changes"]?.array ?? []
        return list.compactMap { $0["id"]?.number?.int64 }
    }

    @Test func `a line tells all about a change`() async throws {
        let answer = await service.get("/api/changes?limit=1", as: .auditor)
        #expect(answer.status == 200)
        let line = try #require(try answer.json()["changes"]?.array?.first)
        #expect(line["kind"] == "device" && line["subject"] == "a" && line["effect"] == "updated")
        #expect(
            line["actor"] == "admin" && line["actorKey"] == 4 && line["message"] == "why"
                && line["revision"] == 2)
        #expect(line["after"]?["note"] == "n" && line["before"]?["note"] == nil)
        #expect(line["requestId"]?.string?.utf8.count == 36)
    }

    @Test(arguments: [
        ("?device=A", [11, 9]), ("?kind=rule", [4, 3]), ("?kind=device&actor=fleet", [10, 9]),
        ("?member=note", [11]), ("?changeSet=10", [10]), ("?since=2026-01-01T00:00:00Z", [11, 10, 9]),
        ("?until=2026-01-01T00:00:00Z&kind=key", [8, 7, 6, 5]), ("?device=a&kind=device&limit=1", [11]),
        ("?device=nobody", []), ("?actorKey=2", [10, 9]), ("?actorKey=4&kind=device", [11]),
        ("?actorKey=1", []),
    ])
    func `a filter leaves the lines that fit, the newest first`(query: String, expected: [Int64]) async throws
    {
        #expect(try await ids("/api/changes\(query)") == expected)
    }

    @Test func `pages follow each other by cursor to the end`() async throws {
        var (target, found, pages): (String, [Int64], Int) = ("/api/changes?limit=4", [], 0)
        while pages < 9 {
            let page = try await service.get(target, as: .admin).json()
            found += (page["changes"]?.array ?? []).compactMap { $0["id"]?.number?.int64 }
            pages += 1
            guard let next = page["next"]?.string else { break }
            target = "/api/changes?limit=4&cursor=\(next)"
        }
        #expect(pages == 3)
        #expect(found == (1...11).reversed())
    }

    @Test func `fleet managers see what concerns devices`() async throws {
        #expect(try await ids("/api/changes", as: .fleet) == [11, 10, 9])
        #expect(try await ids("/api/changes?actor=admin", as: .fleet) == [11])
        for target in ["/api/changes?kind=key", "/api/changes.ndjson?kind=division"] {
            let answer = await service.get(target, as: .fleet)
            #expect(answer.status == 403)
            #expect(try answer.problem() == "forbidden")
        }
        #expect(await service.get("/api/changes", as: .webhook).status == 403)
        #expect(await service.get("/api/changes").status == 401)
    }

    @Test(arguments: ["/api/changes", "/api/changes.ndjson"])
    func `every parameter at fault is told at once`(path: String) async throws {
        let answer = await service.get(
            path
                + "?device=a%20b&kind=toaster&actor=&member=%00&changeSet=0&since=x&until=1&bogus=1&actor=b&limit=0&cursor=x",
            as: .auditor)
        #expect(answer.status == 400)
        #expect(
            try Set(answer.pointers()) == [
                "/device", "/kind", "/actor", "/member", "/changeSet", "/since", "/until", "/bogus", "/limit",
                "/cursor",
            ])
        let crossed = await service.get(path + "?device=a&kind=rule", as: .auditor)
        #expect(try crossed.pointers() == ["/kind"])
    }

    @Test(arguments: [
        ("csv", "text/csv; charset=utf-8; header=present"), ("ndjson", "application/x-ndjson"),
    ])
    func `an export is a stream of its own type`(form: String, mediaType: String) async {
        let answer = await service.get("/api/changes.\(form)", as: .auditor)
        #expect(answer.status == 200 && answer["content-type"] == mediaType)
        #expect(answer["content-disposition"] == "attachment; filename=\"changes.\(form)\"")
        #expect(answer.body == "a stream")
    }

    @Test func `one export too many is asked to come again, until one is dropped`() async throws {
        func ask(_ method: HTTPMethod, _ form: String) async -> HTTPResponse {
            await service.service.respond(
                to: HTTPRequest(
                    method: method, target: "/api/changes.\(form)",
                    fields: [("authorization", "Bearer \(ServiceUnderTest.secret(of: .auditor))")]))
        }
        var exports: [HTTPResponse] = []
        for _ in 0..<ChangesEndpoint.mostAtOnce { exports.append(await ask(.get, "csv")) }
        #expect(exports.allSatisfy { $0.status == .ok })
        let refused = Answer(await ask(.get, "ndjson"))
        #expect(refused.status == 503 && refused["retry-after"] == "10")
        #expect(await ask(.head, "ndjson").status == .ok)
        exports.removeLast()
        #expect(await ask(.get, "ndjson").status == .ok)
    }
}
