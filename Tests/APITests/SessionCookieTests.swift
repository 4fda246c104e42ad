import Allocation
import Contoso
import HTTP
import InMemoryStore
import Testing

/// How the cookie is found among what a browser sends (RFC 6265 §5.4).
@Suite struct SessionCookieTests {
    private static let madeUp = String(repeating: "A", count: 43)

    private let service: ServiceUnderTest

    init() throws { service = try ServiceUnderTest() }

    // `NAME` and `VALUE` stand for the session's.
    @Test(arguments: [
        (["NAME=VALUE"], true), (["a=b; NAME=VALUE"], true), (["NAME=VALUE; a=b"], true),
        (["a=b;NAME=VALUE;c"], true), ([" ;; =; NAME \t=\t VALUE ;"], true), (["a=b", "NAME=VALUE"], true),
        (["NAME=VALUE", "NAME="], true), (["a=\u{301}\u{fffd}; NAME=VALUE"], true),
        // One that is made up keeps nobody out, wherever it stands.
        (["NAME=\(madeUp); NAME=VALUE"], true), (["NAME=VALUE; NAME=\(madeUp)"], true),
        (["NAME=\(madeUp)", "NAME=x", "NAME=VALUE"], true),
        ([], false), ([""], false), (["NAME"], false), (["NAME="], false), (["VALUE"], false),
        (["name=VALUE"], false), (["NAMEx=VALUE"], false), (["xNAME=VALUE"], false), (["NAME VALUE"], false),
        (["NAME=\"VALUE\""], false), (["NAME=VALUEx"], false), (["NAME=VALUE="], false),
        (["NAME==VALUE"], false),
        (["NAME=VALUE, a=b"], false), (["NAME=VALUE,NAME=VALUE"], false), (["a=\"; NAME=VALUE"], true),
        (["NAME=\(madeUp)"], false), (["NAME=VA LUE"], false),
    ])
    func `it is read from every form that it may have`(fields: [String], isFound: Bool) async throws {
        let parts = try await SignedIn(to: service).cookie.split(separator: "=").map(String.init)
        let lines = fields.map {
            ("cookie", $0.replacing("VALUE", with: parts[1]).replacing("NAME", with: parts[0]))
        }
        #expect(await service.ask(.get, "/api/session", lines).status == (isFound ? 200 : 401))
    }

    @Test func `of several live sessions the first counts, and takes no other's token`() async throws {
        let (first, second) = (
            try await SignedIn(to: service, as: .auditor), try await SignedIn(to: service, as: .admin)
        )
        let both = [("cookie", "\(first.cookie); \(second.cookie)")]
        let answer = try await service.ask(.get, "/api/session", both).json()
        #expect(answer["name"]?.string == "auditor")
        let write = await service.ask(
            .delete, "/api/session", both + [("x-csrf-token", second.csrfToken)])
        #expect(write.status == 403)
        _ = try service.store.revoke(name: "auditor", at: Timestamp(milliseconds: 1))
        let now = try await service.ask(.get, "/api/session", both).json()
        #expect(now["name"]?.string == "admin")
    }

    @Test func `thousands of cookies are as good as none`() async throws {
        let browser = try await SignedIn(to: service)
        let name = String(browser.cookie.prefix { $0 != "=" })
        let many = String(repeating: "\(name)=\(Self.madeUp); ", count: 5_000)
        #expect(await service.ask(.get, "/api/session", [("cookie", many)]).status == 401)
        let long = "\(name)=" + String(repeating: "A", count: 1_000_000)
        #expect(await service.ask(.get, "/api/session", [("cookie", long)]).status == 401)
    }
}
