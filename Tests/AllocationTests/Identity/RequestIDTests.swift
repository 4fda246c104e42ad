import Allocation
import Contoso
import Testing

@Suite struct RequestIDTests {
    /// RFC 9562, appendix A.6: the example of a version 7 UUID.
    private let example = RequestID(high: 0x017F_22E2_79B0_7CC3, low: 0x98C4_DC0C_0C07_398F)

    @Test func `the example of RFC 9562 is written and read as the RFC has it`() {
        #expect(example.description == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
        // Tuesday, February 22, 2022 2:22:22.00 PM GMT-05:00
        #expect(example.timestamp.description == "2022-02-22T19:22:22.000Z")
    }

    @Test(arguments: [
        (UInt64(0), UInt64(0), "00000000-0000-7000-8000-000000000000"),
        (0, .max, "00000000-0000-7000-bfff-ffffffffffff"),
        (999_999, 0, "00000000-0000-7fff-8000-000000000000"),
        (1_000_000, 4, "00000000-0001-7000-8000-000000000001"),
        (1_795_384_491_007_625_000, 0x0123_4567_89AB_CDEF, "01a20541-3bff-7a00-8048-d159e26af37b"),
    ])
    func `time and randomness stand where version 7 has them`(
        nanoseconds: UInt64, randomness: UInt64, text: String
    ) {
        #expect(RequestID(nanoseconds: nanoseconds, randomness: randomness).description == text)
    }

    @Test func `version and variant are set whatever the time and the randomness`() {
        var generator = SeededGenerator(state: 9_562)
        for _ in 0..<1_000 {
            let id = RequestID(
                nanoseconds: .random(in: 0...(1 << 62), using: &generator), randomness: generator.next())
            #expect(id.high >> 12 & 0xF == 7)
            #expect(id.low >> 62 == 0b10)
        }
    }

    @Test func `IDs sort by the time they were made in every one of their forms`() {
        let steps: [UInt64] = [
            0, 245, 999_999, 1_000_000, 1_000_250, 65_536_000_000, 1_795_384_491_007_625_000,
        ]
        let ids = steps.map { RequestID(nanoseconds: $0, randomness: .max - $0) }
        #expect(zip(ids, ids.dropFirst()).allSatisfy { $0.high < $1.high })
        #expect(ids.map(\.description) == ids.map(\.description).sorted())
        #expect(zip(ids, ids.dropFirst()).allSatisfy { $0.bytes.lexicographicallyPrecedes($1.bytes) })
    }

    @Test func `the time it was made is read back to the millisecond`() {
        #expect(
            RequestID(nanoseconds: 1_795_384_491_007_999_999, randomness: 0).timestamp.milliseconds
                == 1_795_384_491_007)
    }

    @Test func `sixteen bytes in network order bring the ID back`() {
        #expect(example.bytes.prefix(8) == [0x01, 0x7F, 0x22, 0xE2, 0x79, 0xB0, 0x7C, 0xC3])
        #expect(RequestID(bytes: example.bytes) == example)
        #expect(RequestID(bytes: ([0xFF] + example.bytes).dropFirst()) == example)
    }

    @Test(arguments: [0, 15, 17, 32])
    func `any other count of bytes is no ID`(count: Int) {
        #expect(RequestID(bytes: [UInt8](repeating: 7, count: count)) == nil)
    }
}
