import API
import Allocation
import HTTP
import Testing

/// What a session's cookie opens, and what it does not.
@Suite struct SessionAccessTests {
    private let service: ServiceUnderTest
    private let device = #"{"division":"toasters"}"#

    init() throws { service = try ServiceUnderTest() }

    @Test func `it opens what its key opens, in the key's name`() async throws {
        let browser = try await SignedIn(to: service, as: .fleet)
        #expect(await browser.ask(.get, "/api/devices").status == 200)
        #expect(await browser.ask(.get, "/metrics").status == 403)
        #expect(await browser.askWithToken(.put, "/api/devices/a", device).status == 201)
        let change = try await service.get("/api/changes?limit=1", as: .admin).json()["changes"]?.array?.first
        #expect(change?["actor"]?.string == "fleet" && change?["actorKey"]?.number != nil)
    }

    @Test(arguments: [HTTPMethod.put, .post, .patch, .delete])
    func `what is written needs the session's token`(method: HTTPMethod) async throws {
        let browser = try await SignedIn(to: service)
        let target = method == .post ? "/api/rules" : "/api/devices/a"
        let more = [("if-match", "*")]
        for fields in [[], [("x-csrf-token", "")], [("x-csrf-token", browser.csrfToken + "x")]] {
            let answer = await browser.ask(method, target, "{}", more + fields)
            #expect(answer.status == 403)
            #expect(try answer.problem() == "csrf-token-required")
            #expect(answer.body.contains("X-CSRF-Token"))
        }
        let answer = await browser.ask(method, target, "{}", more + [("X-CSRF-Token", browser.csrfToken)])
        #expect(answer.status != 403 && answer.status != 401)
    }

    @Test func `the token does not open what the key's role may not do`() async throws {
        let browser = try await SignedIn(to: service, as: .auditor)
        let answer = await browser.askWithToken(.put, "/api/devices/a", device)
        #expect(try answer.status == 403 && answer.problem() == "forbidden")
    }

    @Test(arguments: [
        ("Bearer secret of auditor", 200, "auditor"), ("Bearer secret of nobody", 401, nil),
        ("Basic dXNlcjpwYXNz", 401, nil), ("", 401, nil), ("Bearer secret of webhook", 403, nil),
    ])
    func `a key that is shown wins over the cookie`(credentials: String, status: Int, name: String?)
        async throws
    {
        let browser = try await SignedIn(to: service)
        let answer = await browser.ask(.get, "/api/session", "", [("authorization", credentials)])
        #expect(answer.status == status)
        #expect(try answer.json()["name"]?.string == name)
        if status == 200 { #expect(try answer.json()["csrfToken"] == nil) }
    }

    @Test func `a key that is shown needs no token, and ends no session`() async throws {
        let browser = try await SignedIn(to: service)
        let end = await browser.ask(
            .delete, "/api/session", "", [("authorization", "Bearer secret of admin")])
        #expect(end.status == 204 && end["set-cookie"] == nil)
        #expect(await browser.status() == 200)
    }

    @Test(arguments: [
        ("same-origin", true), ("none", true), ("cross-site", false), ("same-site", false), ("", false),
        ("Same-Origin", false), ("same-origin, cross-site", false),
    ])
    func `what a page of another site sends neither signs in nor has a cookie`(site: String, isOurs: Bool)
        async throws
    {
        let fields = [("sec-fetch-site", site)]
        let answer = await service.signIn("secret of admin", fields)
        #expect(answer.status == (isOurs ? 201 : 403))
        if !isOurs { #expect(try answer.problem() == "foreign-origin") }
        #expect((answer["set-cookie"] != nil) == isOurs)
        let browser = try await SignedIn(to: service)
        #expect(await browser.status(fields) == (isOurs ? 200 : 401))
        #expect(
            await browser.askWithToken(.put, "/api/devices/a", device, fields).status == (isOurs ? 201 : 401))
        let withKey = await service.ask(.get, "/api/session", as: .admin, fields)
        #expect(withKey.status == 200)
        #expect(await browser.status([("sec-fetch-site", "same-origin")] + fields) == (isOurs ? 200 : 401))
    }

    @Test func `the webhook's routes do not look at cookies`() async throws {
        let browser = try await SignedIn(to: service)
        #expect(await browser.askWithToken(.post, "/api/allocate").status == 401)
        // An empty body is refused with 400 once the key is accepted.
        let answer = await browser.ask(.post, "/api/allocate?code=secret%20of%20webhook")
        #expect(answer.status == 400)
    }

    @Test func `that there is nothing at a path is not kept, for after an upgrade there may be`() async {
        #expect(await service.get("/console/0000000000000000/app.js")["cache-control"] == "no-store")
    }

    @Test func `what asks for no key has not one byte more`() async throws {
        for target in ["/healthz", "/readyz"] {
            let answer = await service.get(target)
            #expect(answer["cache-control"] == nil && answer["x-content-type-options"] == nil)
        }
        for body in ["", #"{"deviceRuntimeContext":{"registrationId":"a"},"linkedHubs":[]}"#] {
            let answer = await service.allocate(body)
            #expect(answer["cache-control"] == nil && answer["x-content-type-options"] == nil)
        }
        let refused = await service.ask(.post, "/api/allocate")
        #expect(refused["cache-control"] == nil && refused["x-content-type-options"] == nil)
    }

    @Test(arguments: [
        (HTTPMethod.get, "/api/devices", 200), (.get, "/api/devices.csv", 200), (.get, "/metrics", 200),
        (.get, "/openapi.json", 200), (.get, "/api/devices/nobody", 404), (.get, "/api/devices?x=1", 400),
        (.get, "/api/session", 200), (.delete, "/api/session", 204), (.post, "/api/session", 415),
        (.post, "/api/keys", 400),
    ])
    func `nobody on the way may keep what a key opens`(method: HTTPMethod, target: String, status: Int)
        async throws
    {
        for (role, expected) in [(Role.admin, status), (.webhook, 403)] {
            let answer = await service.ask(method, target, "", as: role)
            #expect(answer.status == (target == "/api/session" && method == .post ? 415 : expected))
            #expect(answer["cache-control"] == "no-store" && answer["x-content-type-options"] == "nosniff")
        }
    }

    @Test func `what an answer says of these itself stays`() async throws {
        let response = await service.service.respond(
            to: HTTPRequest(
                method: .post, target: "/api/keys", fields: [("authorization", "Bearer secret of admin")],
                body: Array(#"{"name":"k","role":"fleet"}"#.utf8)))
        #expect(response.fields.filter { $0.name == "cache-control" }.map(\.value) == ["no-store"])
    }
}
