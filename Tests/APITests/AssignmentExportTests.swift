import Allocation
import HTTP
import InMemoryStore
import Testing

@Suite struct AssignmentExportTests {
    private let service: ServiceUnderTest

    init() throws {
        service = try ServiceUnderTest()
    }

    @Test(arguments: [
        ("/api/assignments.csv", "text/csv; charset=utf-8; header=present", "assignments.csv"),
        ("/api/assignments.ndjson", "application/x-ndjson", "assignments.ndjson"),
    ])
    func `a download has a type and a name`(target: String, type: String, name: String) async {
        for method in [HTTPMethod.get, .head] {
            let answer = await service.ask(method, target, as: .auditor)
            #expect(answer.status == 200 && answer.body == "a stream")
            #expect(answer["content-type"] == type)
            #expect(answer["content-disposition"] == "attachment; filename=\"\(name)\"")
        }
    }

    @Test(arguments: [
        (
            "/api/assignments.csv?limit=3&cursor=newest-1&bom=perhaps&outcome=held&order=down",
            ["/limit", "/cursor", "/bom", "/outcome", "/order"]
        ),
        ("/api/assignments.ndjson?bom=true&rule=x", ["/bom", "/rule"]),
    ])
    func `it takes the filters of the list, and tells every parameter at fault`(
        target: String, pointers: [String]
    ) async throws {
        for method in [HTTPMethod.get, .head] {
            let answer = await service.ask(method, target, as: .auditor)
            #expect(answer.status == 400)
            #expect(try Set(answer.pointers()) == Set(pointers))
        }
    }
}
