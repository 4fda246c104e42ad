import Allocation
import HTTP
import InMemoryStore
import Testing

@testable import API

/// What stands in a query, at every path but those of health and metrics.
@Suite struct QueryTests {
    private static let device = "/api/devices/lobby-1"
    private static let import1 = "/api/imports/01900000-0000-7000-8000-000000000001"

    @Test(arguments: [
        (HTTPMethod.get, device), (.put, device), (.patch, device), (.delete, device),
        (.get, "/api/devices"), (.get, "/api/devices.csv"), (.get, "/api/devices.ndjson"),
        (.get, "/api/divisions"), (.get, "/api/divisions/toasters"), (.put, "/api/divisions/kettles"),
        (.patch, "/api/divisions/toasters"), (.delete, "/api/divisions/toasters"),
        (.get, "/api/rules"), (.post, "/api/rules"), (.get, "/api/rules/1"), (.put, "/api/rules/1"),
        (.patch, "/api/rules/1"), (.delete, "/api/rules/1"),
        (.get, "/api/keys"), (.post, "/api/keys"), (.get, "/api/keys/1"), (.delete, "/api/keys/1"),
        (.get, "/api/changes"), (.get, "/api/changes.ndjson"), (.get, "/api/change-sets"),
        (.get, "/api/change-sets/1"), (.post, "/api/change-sets/1/undo"),
        (.get, "/api/imports"), (.post, "/api/imports"), (.get, import1), (.delete, import1),
        (.get, import1 + "/rows"), (.get, import1 + "/rows.csv"), (.get, import1 + "/rows.ndjson"),
        (.post, import1 + "/apply"), (.get, "/api/import-fields"), (.get, "/api/import-template.csv"),
        (.get, "/openapi.json"), (.get, "/api/assignments"), (.get, "/api/assignments/1"),
        (.get, "/api/assignments/summary"), (.get, "/api/assignments.csv"),
        (.get, "/api/assignments.ndjson"), (.get, device + "/timeline"),
        (.get, device + "/last-assignment"),
    ])
    func `an item that means nothing is refused, and nothing is done`(method: HTTPMethod, path: String)
        async throws
    {
        let service = try ServiceUnderTest()
        let made = await service.ask(.put, Self.device, #"{"division":"toasters"}"#, as: .admin)
        #expect(made.status == 201)
        let body =
            switch (method, path) {
            case (.patch, _): "{}"
            case (_, "/api/divisions/kettles"): #"{"noun":"kettles","hubPattern":"k"}"#
            case (_, "/api/keys"): #"{"name":"k","role":"fleet"}"#
            case (_, Self.device): #"{"division":"heatpumps"}"#
            case (_, "/api/imports"): "registrationId\nlobby-1\n"
            default: #"{"pattern":"-k","division":"toasters"}"#
            }
        let fields = [
            ("if-match", "*"), ("content-type", path == "/api/imports" ? "text/csv" : "application/json"),
        ]
        let changes = try service.store.changes(matching: ChangeFilter(limit: 100)).count
        for query in ["mesage=why", "erase=yes&mesage=a", "%zz", "mesage=1&mesage=2"] {
            let answer = await service.ask(
                method, path + "?" + query, body, as: .admin,
                path == "/api/divisions/kettles" ? [] : fields)
            #expect(answer.status == 400)
            #expect(try answer.problem() == "invalid-query")
        }
        #expect(try service.store.changes(matching: ChangeFilter(limit: 100)).count == changes)
    }

    @Test(arguments: ["erase=yes", "erase=", "erase=true&erase=false", "erase=TRUE", "message=a&message=b"])
    func `a device is not retired where it was perhaps to be erased`(query: String) async throws {
        let service = try ServiceUnderTest()
        _ = await service.ask(.put, Self.device, #"{"division":"toasters"}"#, as: .fleet)
        let answer = await service.ask(
            .delete, Self.device + "?" + query, as: .fleet, [("if-match", "*")])
        #expect(answer.status == 400)
        #expect(try answer.pointers() == [query.hasPrefix("erase") ? "/erase" : "/message"])
        #expect(await service.get(Self.device, as: .fleet)["etag"] == "\"1\"")
    }

    @Test(arguments: ["%2B5", "05", "+5", "-1", "5.0", "1e2", "0x5", "99999999999999999999", ""])
    func `a number has one spelling`(text: String) async throws {
        let answer = try await ServiceUnderTest().get("/api/devices?limit=\(text)", as: .fleet)
        #expect(answer.status == 400)
        #expect(try answer.pointers() == ["/limit"])
    }

    @Test(arguments: [
        #"["createdAt",false,"x","a"]"#, #"["registrationId",false,5,"a"]"#, #"["revision",false,1.5,"a"]"#,
        #"["status",false,null,"a"]"#, #"["status",false,"active"]"#, #"{"sort":"status"}"#,
    ])
    func `a cursor whose place is not of its order is none`(text: String) async throws {
        let order = try JSONValue(parsing: text).array?.first?.string ?? "status"
        let cursor = Base64.url.encode(Array(text.utf8))
        let answer = try await ServiceUnderTest().get(
            "/api/devices?sort=\(order)&cursor=\(cursor)", as: .fleet)
        #expect(answer.status == 400)
        #expect(try answer.pointers() == ["/cursor"])
    }
}
