import Allocation
import Contoso
import Testing

@Suite struct IdempotentRequestContractTests {
    private static let noon = Timestamp(milliseconds: 1_795_348_800_000)

    private func request(
        _ text: String, by keyID: Int64 = 2, at time: Timestamp = noon, number: UInt64 = 1
    ) throws -> IdempotentRequest {
        IdempotentRequest(
            key: try #require(IdempotencyKey(text, of: keyID)), fingerprint: SHA256.hash([UInt8(number)]),
            requestID: RequestID(nanoseconds: number, randomness: number), time: time)
    }

    @Test(arguments: StoreKind.allCases)
    func `a request is kept as it was begun, and again with its answer`(kind: StoreKind) throws {
        let store = try StoreUnderTest(kind)
        let begun = try request("a-1")
        #expect(try store.requests.request(begun.key) == nil)
        try store.requests.keep(begun, forgettingSomeBefore: Timestamp(milliseconds: 0))
        #expect(try store.requests.request(begun.key) == begun)
        for body in [[], [0, 0xFF, 10], Array("{}".utf8)] as [[UInt8]] {
            let answered = begun.answered(
                with: KeptAnswer(
                    status: 201,
                    fields: [KeptAnswer.Field("etag", "\"1\""), KeptAnswer.Field("x", "\u{FC}\\")], body: body
                ))
            try store.requests.keep(answered, forgettingSomeBefore: Timestamp(milliseconds: 0))
            #expect(try store.requests.request(begun.key) == answered)
        }
        // Taken over by another request.
        let other = try request("a-1", number: 2)
        try store.requests.keep(other, forgettingSomeBefore: Timestamp(milliseconds: 0))
        #expect(try store.requests.request(begun.key) == other)
    }

    @Test(arguments: StoreKind.allCases)
    func `a name belongs to who gave it, and its case counts`(kind: StoreKind) throws {
        let store = try StoreUnderTest(kind)
        let requests = [
            try request("a", number: 1), try request("A", number: 2),
            try request("a", by: 1, number: 3),
        ]
        for one in requests {
            try store.requests.keep(one, forgettingSomeBefore: Timestamp(milliseconds: 0))
        }
        for one in requests { #expect(try store.requests.request(one.key) == one) }
    }

    @Test(arguments: StoreKind.allCases)
    func `the old ones are forgotten as new ones come`(kind: StoreKind) throws {
        let store = try StoreUnderTest(kind)
        let old = try (0..<20).map { number in
            try request("old-\(number)", at: Timestamp(milliseconds: Int64(number)))
        }
        for one in old { try store.requests.keep(one, forgettingSomeBefore: Timestamp(milliseconds: 0)) }
        // What was made at the very time stays.
        let limit = Timestamp(milliseconds: 19)
        for number in 0..<20 {
            try store.requests.keep(request("new-\(number)"), forgettingSomeBefore: limit)
        }
        #expect(try old.filter { try store.requests.request($0.key) != nil } == [old[19]])
        for number in 0..<20 { #expect(try store.requests.request(request("new-\(number)").key) != nil) }
    }
}
