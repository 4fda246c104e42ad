import Allocation
import HTTP
import Testing

/// Entity tags and the conditions upon them (RFC 9110 §13.1).
@Suite struct PreconditionTests {
    private let service: ServiceUnderTest

    init() async throws {
        service = try ServiceUnderTest()
        _ = await service.ask(.put, "/api/devices/a", #"{"division":"toasters"}"#, as: .fleet)
    }

    @Test(arguments: [
        (#""1""#, 200), (#""7", "1""#, 200), (#""7","1""#, 200), ("\"7\"\t,\t\"1\" ", 200), ("*", 200),
        (#""7""#, 412), ("", 412), ("1", 412), (#"W/"1""#, 412), (#""+1""#, 412), (#""01""#, 412),
        (#""1"#, 412),
        (#""99999999999999999999""#, 412),
        // So many are looked at, and no more.
        (String(repeating: #""7","#, count: 63) + #""1""#, 200),
        (String(repeating: #""7","#, count: 64) + #""1""#, 412),
    ])
    func `a write is made at a revision that it names`(tags: String, status: Int) async {
        let answer = await service.ask(
            .patch, "/api/devices/a", #"{"note":"n"}"#, as: .fleet, [("if-match", tags)])
        #expect(answer.status == status)
    }

    @Test(arguments: ["/api/devices/a", "/api/divisions/toasters", "/api/rules/1", "/api/keys/1"])
    func `a reader may want one revision only, or none that it has`(path: String) async throws {
        func status(_ fields: (String, String)...) async -> Int {
            await service.ask(.get, path, as: .admin, fields).status
        }
        #expect(await status(("if-match", "*")) == 200)
        #expect(await status(("if-match", "\"2\", \"1\"")) == 200)
        #expect(await status(("if-match", "\"2\"")) == 412)
        #expect(await status(("if-match", "\"2\""), ("if-none-match", "\"1\"")) == 412)
        #expect(await status(("if-match", "\"1\""), ("if-none-match", "\"1\"")) == 304)
        #expect(await status(("if-none-match", "W/\"1\"")) == 304)
        #expect(await status(("if-none-match", "*")) == 304)
        #expect(await status(("if-none-match", "\"2\"")) == 200)
    }
}
