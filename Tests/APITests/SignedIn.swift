import Allocation
import HTTP
import Testing

/// A browser that signed in with the key of a role.
struct SignedIn {
    let service: ServiceUnderTest
    let answer: Answer
    let cookie: String
    let csrfToken: String

    init(to service: ServiceUnderTest, as role: Role = .admin, _ fields: [(String, String)] = []) async throws
    {
        try await self.init(to: service, withKey: ServiceUnderTest.secret(of: role), fields)
    }

    init(to service: ServiceUnderTest, withKey secret: String, _ fields: [(String, String)] = []) async throws
    {
        self.service = service
        answer = await service.signIn(secret, fields)
        let setting = try #require(answer["set-cookie"], "\(answer.body)")
        cookie = try String(#require(setting.split(separator: ";").first))
        csrfToken = try #require(answer.json()["csrfToken"]?.string)
    }

    /// Asks with the cookie alone.
    func ask(
        _ method: HTTPMethod, _ target: String, _ body: String = "", _ fields: [(String, String)] = []
    ) async -> Answer {
        await service.ask(method, target, [("cookie", cookie)] + fields, body)
    }

    /// Asks as the console does, with the token where it is needed.
    func askWithToken(
        _ method: HTTPMethod, _ target: String, _ body: String = "", _ fields: [(String, String)] = []
    ) async -> Answer {
        await ask(method, target, body, [("x-csrf-token", csrfToken)] + fields)
    }

    /// What is answered who asks who they are.
    func status(_ fields: [(String, String)] = []) async -> Int {
        await ask(.get, "/api/session", "", fields).status
    }
}

extension ServiceUnderTest {
    func signIn(_ secret: String, _ fields: [(String, String)] = []) async -> Answer {
        await ask(
            .post, "/api/session", [("content-type", "application/json")] + fields,
            JSONValue.object(["key": .string(secret)]).description)
    }
}
