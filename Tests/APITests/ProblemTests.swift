@testable import API
import Allocation
import HTTP
import Testing

/// What programs may rely on when something goes wrong.
@Suite struct ProblemTests {
    /// Written down once more, so that a kind that is renamed does not go unseen.
    private static let released: [(ProblemType, String, Int)] = [
        (.invalidQuery, "/problems/invalid-query", 400),
        (.invalidPath, "/problems/invalid-path", 400),
        (.invalidBody, "/problems/invalid-body", 400),
        (.bodyTooLarge, "/problems/body-too-large", 413),
        (.bodyTimedOut, "/problems/body-timed-out", 408),
        (.unauthorized, "/problems/unauthorized", 401),
        (.forbidden, "/problems/forbidden", 403),
        (.foreignOrigin, "/problems/foreign-origin", 403),
        (.csrfTokenRequired, "/problems/csrf-token-required", 403),
        (.noSuchPath, "/problems/no-such-path", 404),
        (.notFound, "/problems/not-found", 404),
        (.methodNotAllowed, "/problems/method-not-allowed", 405),
        (.unknownMethod, "/problems/unknown-method", 501),
        (.conflict, "/problems/conflict", 409),
        (.importBlocked, "/problems/import-blocked", 409),
        (.importMoved, "/problems/import-moved", 409),
        (.unsupportedMediaType, "/problems/unsupported-media-type", 415),
        (.preconditionFailed, "/problems/precondition-failed", 412),
        (.preconditionRequired, "/problems/precondition-required", 428),
        (.invalidContent, "/problems/invalid-content", 422),
        (.invalidIdempotencyKey, "/problems/invalid-idempotency-key", 400),
        (.idempotencyKeyReused, "/problems/idempotency-key-reused", 422),
        (.idempotencyKeyInUse, "/problems/idempotency-key-in-use", 409),
        (.unavailable, "/problems/unavailable", 503),
    ]

    @Test func `every kind keeps its type and its status`() {
        #expect(Self.released.map(\.0) == ProblemType.allCases)
        for (type, reference, status) in Self.released {
            #expect(type.reference == reference)
            #expect(type.status.code == status)
            #expect(!type.title.isEmpty)
        }
    }

    @Test func `a problem says what kind it is, and every fault`() throws {
        let problem = Problem(ChangeRefusal.invalid("noun", "is missing"), of: "division")
        let body = try JSONValue(parsing: Answer(problem.response).body)
        #expect(
            body == [
                "type": "/problems/invalid-content", "title": "What was sent breaks the rules", "status": 422,
                "detail": "The division would not be valid.",
                "errors": [["pointer": "/noun", "detail": "is missing"]],
            ])
        #expect(Problem(ChangeRefusal.notFound, of: "rule").detail == "There is no such rule.")
    }

    @Test func `an answer is not a multiple of what was sent`() async throws {
        let service = try ServiceUnderTest()
        let names = (0..<4_000).map { "$\($0)" }
        for body in [
            "{" + names.map { "\"\($0)\":0" }.joined(separator: ",") + "}",
            #"{"division":"toasters","twin":{"tags":{"#
                + names.map { "\"\($0)\":0" }.joined(separator: ",") + "}}}",
        ] {
            let answer = await service.ask(.put, "/api/devices/a", body, as: .fleet)
            #expect(answer.status == 422)
            #expect(try answer.pointers().count == Problem.mostTold)
            #expect(try (answer.json()["errorCount"]?.number?.int64 ?? 0) >= 4_000)
        }
        let plan = await service.ask(
            .post, "/api/imports", "{" + names.map { "\"\($0)\":0" }.joined(separator: ",") + "}\n",
            as: .fleet, [("content-type", "application/x-ndjson")])
        let faults = try plan.json()["problems"]?.array?.first?["faults"]?.array ?? []
        #expect(faults.count == 101)
        #expect(faults.last?["detail"]?.string == "and 3901 more")
    }

    @Test(arguments: [
        (StoreError.unavailable("x"), ProblemType.unavailable), (.overloaded, .unavailable),
        (.closed, .unavailable),
        (.inconsistent("x"), .unavailable), (.refused("x"), .conflict),
    ])
    func `what may pass is worth coming again for`(error: StoreError, type: ProblemType) {
        let answer = Answer(Problem(error, "Not changed").response)
        #expect(answer.status == type.status.code)
        #expect(answer["retry-after"] == (type == .unavailable ? "1" : nil))
    }

    @Test func `how a store fails is for its operator, and why it refuses is for who asked`() throws {
        let failed = Problem(StoreError.unavailable("SQLite error 5 in: INSERT"), "Not changed")
        #expect(!Answer(failed.response).body.contains("SQLite"))
        #expect(failed.cause == "Not changed: SQLite error 5 in: INSERT")
        let refused = Problem(StoreError.refused("it is in use"), "Not changed")
        #expect(refused.detail == "Not changed: it is in use.")
        #expect(refused.cause == nil)
    }

    @Test func `whatever the service itself refuses is a problem with its type`() async throws {
        let service = try ServiceUnderTest()
        let answers = [
            await service.get("/nothing"), await service.get("/metrics"),
            await service.get("/metrics", as: .fleet),
            await service.ask(.delete, "/metrics"),
            await service.ask(HTTPMethod(rawValue: "BREW"), "/metrics"),
        ]
        let types = try answers.map { try JSONValue(parsing: $0.body)["type"]?.string ?? "" }
        #expect(
            types
                == [
                    "no-such-path", "unauthorized", "forbidden", "method-not-allowed", "unknown-method",
                ].map { "/problems/" + $0 })
        #expect(answers.allSatisfy { $0["content-type"] == "application/problem+json" })
    }
}
