import Allocation
import HTTP
import Testing

@testable import Emulator

@Suite struct EmulatorAccessTests {
    private static func status(_ fields: [(String, String)], _ access: EmulatorAccess = .loopback) -> Int? {
        access.refusal(of: HTTPRequest(method: .get, target: "/emulator/calls", fields: fields))?.status.code
    }

    @Test(arguments: ["127.0.0.1", "127.0.0.1:8090", "localhost", "LOCALHOST:1", "[::1]", "[::1]:8090"])
    func `without a key, who names loopback is let in`(host: String) {
        #expect(Self.status([("Host", host)]) == nil)
    }

    @Test(arguments: [
        "attacker.example", "attacker.example:8090", "127.0.0.1.attacker.example",
        "localhost.attacker.example:1",
        "", "10.0.0.1:8090", "[::2]", "::1",
    ])
    func `another name is refused, for a page of the web may have it mean 127.0.0.1`(host: String) {
        #expect(Self.status([("Host", host)]) == 403)
    }

    @Test func `no Host is refused`() {
        #expect(Self.status([]) == 403)
    }

    private static let key = "a-key-of-the-emulator"

    private static let access = EmulatorAccess.key(SHA256.hash(Array(key.utf8)))

    @Test(arguments: [
        ([], 401), ([("Authorization", "Bearer \(key)")], nil), ([("Authorization", "bearer \(key)")], nil),
        ([("Authorization", "Bearer \(key)x")], 401), ([("Authorization", "Basic \(key)")], 401),
        ([("Authorization", "Bearer")], 401),
    ])
    func `with a key, who has it is let in, under any name`(fields: [(String, String)], status: Int?) {
        #expect(Self.status([("Host", "dps.example")] + fields, Self.access) == status)
    }

    @Test func `a route that is guarded refuses other methods to strangers, too`() async {
        let route = EmulatorRoute(.get, "emulator/calls") { _ in .json(["calls": []]) }
        let service = EmulatorService(routes: [route], access: .loopback)
        for (method, host, status) in [
            (HTTPMethod.get, "localhost", 200), (.get, "x", 403), (.post, "localhost", 405),
            (.post, "x", 403),
        ] {
            let request = HTTPRequest(method: method, target: "/emulator/calls", fields: [("Host", host)])
            #expect(await service.respond(to: request).status.code == status)
        }
    }
}
