@testable import API
import Allocation
import HTTP
import InMemoryStore
import Testing

/// A file that its sender named is planned once, and discarded once.
@Suite struct NamedUploadTests {
    private let service: ServiceUnderTest
    private static let file = "registrationId,division\nlobby-1,toasters\nbad id,toasters\n"

    init() throws {
        service = try ServiceUnderTest()
    }

    private func upload(
        _ file: String = file, _ query: String = "?source=a.csv", type: String = "text/csv",
        named name: String = "n", as role: Role = .fleet
    ) async -> Answer {
        await service.ask(
            .post, "/api/imports\(query)", file, as: role,
            [("content-type", type), ("idempotency-key", name)])
    }

    private func key(_ name: String = "n") throws -> IdempotencyKey {
        // The number of the fleet manager's key.
        try #require(IdempotencyKey(name, of: 2))
    }

    /// Leaves the request as it stands when the process ends before it has answered.
    private func forgetAnswer() throws {
        let known = try #require(try service.store.request(key()))
        try service.store.keep(
            IdempotentRequest(
                key: known.key, fingerprint: known.fingerprint, requestID: known.requestID, time: known.time),
            forgettingSomeBefore: Timestamp(milliseconds: 0))
    }

    @Test func `the same file once more is answered with the plan that was made`() async throws {
        let first = await upload()
        #expect(first.status == 201 && first["idempotency-replayed"] == nil)
        #expect(try first.json()["problems"]?.array?.count == 1)
        let second = await upload()
        #expect(second.status == 201 && second.body == first.body && second["location"] == first["location"])
        #expect(second["idempotency-replayed"] == "true")
        #expect(try service.store.plans().count == 1)
        #expect(await upload(named: "m")["location"] != first["location"])
        #expect(await upload(as: .admin)["idempotency-replayed"] == nil)
    }

    @Test func `another file, type or query under the name is refused`() async throws {
        _ = await upload()
        let others = [
            await upload(Self.file + " "), await upload(""), await upload("no,file"),
            await upload(Self.file, ""),
            await upload(type: "application/x-ndjson"),
            await service.ask(
                .put, "/api/devices/a", #"{"division":"toasters"}"#, as: .fleet, [("idempotency-key", "n")]),
        ]
        for other in others {
            #expect(other.status == 422)
            #expect(try other.problem() == "idempotency-key-reused")
        }
        #expect(try service.store.plans().count == 1)
        #expect(await upload(named: "a b").status == 400)
    }

    @Test func `what cannot be read is refused again, and leaves the name free`() async throws {
        for _ in 0..<2 { #expect(await upload("registrationId\n\"a").status == 422) }
        #expect(await upload().status == 201)
    }

    @Test func `a plan that was made and not answered is found again`() async throws {
        let first = await upload()
        try forgetAnswer()
        #expect(await upload(Self.file + " ").status == 422)
        let second = await upload()
        #expect(second.body == first.body && second["idempotency-replayed"] == "true")
        #expect(try service.store.plans().count == 1)
    }

    @Test func `an upload that was begun and came to no plan is planned now`() async throws {
        let first = await upload()
        try forgetAnswer()
        _ = await service.ask(.delete, first["location"] ?? "", as: .fleet)
        let second = await upload()
        #expect(second.status == 201 && second["idempotency-replayed"] == nil)
        #expect(second["location"] != first["location"])
    }

    @Test func `a plan is discarded once, and the same once more has the same answer`() async throws {
        let path = try #require(await upload(named: "up")["location"])
        func discard(_ name: String = "n") async -> Answer {
            await service.ask(.delete, path, as: .fleet, [("idempotency-key", name)])
        }
        #expect(await discard().status == 204)
        #expect(await discard()["idempotency-replayed"] == "true")
        try forgetAnswer()
        let again = await discard()
        #expect(again.status == 204 && again["idempotency-replayed"] == "true")
        #expect(await discard("m").status == 404)
        #expect(await discard("m")["idempotency-replayed"] == "true")
    }
}
