import API
import Allocation
import Contoso
import HTTP
import InMemoryStore
import Testing

/// Signing in, asking who one is, and signing out.
@Suite struct SessionTests {
    private let service: ServiceUnderTest

    init() throws { service = try ServiceUnderTest() }

    @Test(arguments: [Role.fleet, .auditor, .admin])
    func `a live key begins a session that lasts twelve hours`(role: Role) async throws {
        let browser = try await SignedIn(to: service, as: role)
        #expect(browser.answer.status == 201)
        let session = try browser.answer.json()
        #expect(session["name"]?.string == role.rawValue && session["role"]?.string == role.rawValue)
        let end = Timestamp(milliseconds: 1_790_000_000_000 + 12 * 3_600_000)
        #expect(session["expiresAt"]?.string == end.description)
        #expect(browser.csrfToken.utf8.count == 43)
        #expect(!browser.cookie.contains(browser.csrfToken))
        #expect(
            browser.answer["set-cookie"]
                == browser.cookie + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200")
        let name = "dps-allocator-session="
        #expect(browser.cookie.hasPrefix(name))
        #expect(Base64.url.decode(String(browser.cookie.dropFirst(name.count)))?.count == 32)
        #expect(try await browser.ask(.get, "/api/session").json() == session)
        #expect(await browser.ask(.head, "/api/session").status == 200)
    }

    @Test func `each session has a cookie and a token of its own`() async throws {
        let browsers = [try await SignedIn(to: service), try await SignedIn(to: service)]
        #expect(Set(browsers.map(\.cookie)).count == 2 && Set(browsers.map(\.csrfToken)).count == 2)
        let first = browsers[0]
        let write = await first.ask(
            .delete, "/api/session", "", [("x-csrf-token", browsers[1].csrfToken)])
        #expect(write.status == 403)
        #expect(await first.askWithToken(.delete, "/api/session").status == 204)
        #expect(await first.status() == 401)
        #expect(await browsers[1].status() == 200)
    }

    @Test func `signing in anew ends what the browser's cookies opened, and nothing else`() async throws {
        let others = [try await SignedIn(to: service), try await SignedIn(to: service, as: .fleet)]
        let earlier = [
            try await SignedIn(to: service, as: .fleet), try await SignedIn(to: service, as: .auditor),
        ]
        let strange = "dps-allocator-session=\(String(repeating: "A", count: 43))"
        let cookies = (
            "cookie", [strange, earlier[0].cookie, "a=b", earlier[1].cookie].joined(separator: "; ")
        )
        for refused in ["secret of nobody", "secret of webhook", ""] {
            #expect(await service.signIn(refused, [cookies]).status >= 400)
        }
        for browser in earlier + others { #expect(await browser.status() == 200) }
        let now = try await SignedIn(to: service, as: .fleet, [cookies])
        for browser in earlier { #expect(await browser.status() == 401) }
        for browser in others + [now] { #expect(await browser.status() == 200) }
    }

    @Test(arguments: [
        ([], false), ([("origin", "http://allocator.example")], false), ([("origin", "null")], false),
        ([("origin", "https://allocator.example")], true), ([("Origin", "HTTPS://a.example:8443")], true),
        ([("origin", "httpsx://a.example")], false), ([("referer", "https://a.example/")], false),
        ([("x-forwarded-proto", "https")], false),
    ])
    func `the cookie is for https alone when the page came by https`(
        fields: [(String, String)], isSecure: Bool
    ) async throws {
        let browser = try await SignedIn(to: service, fields)
        #expect(browser.answer["set-cookie"]?.hasSuffix("; Secure") == isSecure)
        let end = await browser.askWithToken(.delete, "/api/session", "", fields)
        #expect(
            end["set-cookie"] == "dps-allocator-session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"
                + (isSecure ? "; Secure" : ""))
    }

    @Test(arguments: [
        ("secret of nobody", 401), ("", 422), ("secret of webhook", 403), ("secret of admin ", 401),
        ("Bearer secret of admin", 401),
    ])
    func `what is no key of a person begins nothing, and is counted`(secret: String, status: Int) async throws
    {
        let answer = await service.signIn(secret)
        #expect(answer.status == status && answer["set-cookie"] == nil)
        #expect(answer["content-type"] == "application/problem+json")
        if status == 401 { #expect(answer["www-authenticate"] == "Bearer") }
        let metrics = await service.get("/metrics", as: .auditor).body
        #expect(metrics.contains("dps_allocator_unauthorized_total \(status == 422 ? 0 : 1)\n"))
    }

    @Test func `a revoked key begins nothing`() async throws {
        _ = try service.store.revoke(name: "fleet", at: Timestamp(milliseconds: 1))
        #expect(await service.signIn(ServiceUnderTest.secret(of: .fleet)).status == 401)
    }

    @Test(arguments: [
        ("{", "application/json", 400), ("[]", "application/json", 422), ("{}", "application/json", 422),
        (#"{"key":7}"#, "application/json", 422), (#"{"key":null}"#, "application/json", 422),
        (#"{"key":"secret of admin","more":1}"#, "application/json", 422),
        (#"{"key":"secret of admin"}"#, "text/plain", 415), (#"{"key":"secret of admin"}"#, "", 415),
        (#"{"key":"secret of admin"}"#, "application/x-www-form-urlencoded", 415),
        (#"{"key":"secret of admin"}"#, "Application/JSON; charset=utf-8", 201),
        (#"{"key":"\#(String(repeating: "x", count: 4_086))"}"#, "application/json", 401),
        (#"{"key":"\#(String(repeating: "x", count: 4_087))"}"#, "application/json", 413),
    ])
    func `the body is one member in JSON`(body: String, type: String, status: Int) async {
        let answer = await service.ask(.post, "/api/session", [("content-type", type)], body)
        #expect(answer.status == status)
        #expect((answer["set-cookie"] != nil) == (status == 201))
    }

    @Test func `no query means anything`() async throws {
        let browser = try await SignedIn(to: service)
        #expect(await browser.ask(.get, "/api/session?x=1").status == 400)
        #expect(await browser.askWithToken(.delete, "/api/session?x=1").status == 400)
        #expect(await browser.status() == 200)
        let answer = await service.ask(
            .post, "/api/session?x=1", [("content-type", "application/json")], #"{"key":"secret of admin"}"#)
        #expect(answer.status == 400)
    }

    @Test func `who shows a key is told its name and role, and has nothing to end`() async throws {
        let answer = await service.get("/api/session", as: .auditor)
        #expect(answer.body == #"{"name":"auditor","role":"auditor"}"#)
        let end = await service.ask(.delete, "/api/session", as: .fleet)
        #expect(end.status == 204 && end["set-cookie"] == nil && end.body.isEmpty)
        #expect(await service.get("/api/session", as: .webhook).status == 403)
        #expect(await service.ask(.delete, "/api/session", as: .webhook).status == 403)
        #expect(await service.get("/api/session").status == 401)
        #expect(await service.ask(.delete, "/api/session").status == 401)
    }

    @Test func `no answer has a key's secret, nor the cookie's value after it was set`() async throws {
        let browser = try await SignedIn(to: service)
        let value = browser.cookie.dropFirst("dps-allocator-session=".count)
        let answers = [
            await browser.ask(.get, "/api/session"), await browser.ask(.get, "/api/keys"),
            await browser.ask(.put, "/api/devices/a", #"{"division":"toasters"}"#),
            await browser.askWithToken(.put, "/api/devices/a", #"{"division":"toasters"}"#),
            await browser.ask(.get, "/api/changes"), await browser.ask(.get, "/metrics"),
            await browser.askWithToken(.delete, "/api/session"), await browser.ask(.get, "/api/session"),
            await service.signIn("secret of webhook"), await service.signIn("secret of nobody"),
        ]
        for answer in answers {
            #expect(!"\(answer)".contains(value))
            #expect(!"\(answer)".contains("secret of"))
        }
        #expect(!"\(browser.answer)".contains("secret of"))
        #expect(service.reports.all.isEmpty)
    }

    @Test func `keys that cannot be read are a reason to come again, and end no session`() async throws {
        let browser = try await SignedIn(to: service)
        service.store.fail(with: .unavailable("locked"))
        #expect(await service.signIn("secret of admin").status == 503)
        #expect(await browser.status() == 503)
        #expect(service.reports.all.allSatisfy { $0.hasPrefix("keys cannot be read: ") })
        service.store.fail(with: nil)
        #expect(await browser.status() == 200)
    }
}
