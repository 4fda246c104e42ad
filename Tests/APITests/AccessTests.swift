import Allocation
import Contoso
import HTTP
import InMemoryStore
import Testing

@Suite struct AccessTests {
    /// A way of showing a key at the allocate endpoint.
    struct Attempt: Sendable {
        let target: String
        let fields: [(String, String)]
        let status: Int

        init(_ target: String, _ fields: [(String, String)], _ status: Int) {
            self.target = target
            self.fields = fields
            self.status = status
        }
    }

    @Test(arguments: [
        Attempt("/api/allocate?code=secret%20of%20webhook", [], 400),
        Attempt("/api/allocate?a=b&code=secret%20of%20webhook&c", [], 400),
        Attempt("/api/allocate?x=%zz&code=secret%20of%20webhook", [], 400),
        Attempt("/api/allocate?code=", [("x-functions-key", "secret of webhook")], 400),
        Attempt("/api/allocate", [("X-Functions-Key", "secret of webhook")], 400),
        Attempt("/api/allocate", [("x-functions-key", "secret of admin")], 400),
        Attempt("/api/allocate", [], 401),
        Attempt("/api/allocate?code=", [], 401),
        Attempt("/api/allocate?code=secret%20of%20webhoo", [], 401),
        Attempt("/api/allocate?code=secret%20of%20fleet", [], 401),
        Attempt("/api/allocate?code=secret%20of%20auditor", [], 401),
        Attempt("/api/allocate", [("authorization", "Bearer secret of webhook")], 401),
    ])
    func `the allocate endpoint takes the webhook's key in the URL or the field`(attempt: Attempt)
        async throws
    {
        // An empty body is refused with 400 once the key is accepted.
        let answer = try await ServiceUnderTest().ask(.post, attempt.target, attempt.fields)
        #expect(answer.status == attempt.status)
        if attempt.status == 401 { #expect(answer.body == "Unauthorized.") }
    }

    @Test(arguments: [(Role.admin, 200), (.auditor, 200), (.fleet, 403), (.webhook, 403)])
    func `metrics are for auditors and admins`(role: Role, status: Int) async throws {
        #expect(try await ServiceUnderTest().get("/metrics", as: role).status == status)
    }

    @Test(arguments: ["", "Bearer", "Bearer ", "Basic secret of admin", "Bearer secret of nobody"])
    func `without a key that opens anything the answer is 401 and names the scheme`(credentials: String)
        async throws
    {
        let answer = try await ServiceUnderTest().ask(.get, "/metrics", [("authorization", credentials)])
        #expect(answer.status == 401)
        #expect(answer["www-authenticate"] == "Bearer")
        #expect(answer["content-type"] == "application/problem+json")
    }

    @Test func `a revoked key opens nothing at the very next request, and its successor does`() async throws {
        let service = try ServiceUnderTest()
        let digest = SHA256.hash(Array("second".utf8))
        let time = Timestamp(milliseconds: 1)
        _ = try service.store.create(name: "second", role: .webhook, digest: digest, at: time)
        #expect(await service.ask(.post, "/api/allocate?code=second").status == 400)
        #expect(await service.ask(.post, "/api/allocate?code=secret%20of%20webhook").status == 400)
        _ = try service.store.revoke(name: "webhook", at: time)
        #expect(await service.ask(.post, "/api/allocate?code=secret%20of%20webhook").status == 401)
        #expect(await service.ask(.post, "/api/allocate?code=second").status == 400)
    }

    @Test func `keys that cannot be read are a reason to come again`() async throws {
        let service = try ServiceUnderTest()
        service.store.fail(with: .unavailable("locked"))
        #expect(await service.ask(.post, "/api/allocate?code=secret%20of%20webhook").status == 503)
        #expect(await service.get("/metrics", as: .admin).status == 503)
    }
}
