import Allocation
import Testing

@Suite struct SHA256DigestTests {
    private let digest = SHA256.hash(Array("abc".utf8))

    @Test func `a digest survives as text in either case and as bytes`() {
        #expect(SHA256Digest(hex: digest.description) == digest)
        #expect(SHA256Digest(hex: digest.description.uppercased()) == digest)
        #expect(SHA256Digest(bytes: digest.bytes) == digest)
        #expect(digest.bytes.prefix(3) == [0xBA, 0x78, 0x16])
        #expect(digest.bytes.count == 32)
    }

    @Test(arguments: [0, 63, 65, 66])
    func `text of another length is no digest`(count: Int) {
        #expect(SHA256Digest(hex: String(repeating: "0", count: count)) == nil)
    }

    @Test(arguments: ["g", " ", "G", "/", ":", "@", "`", "\u{0}"])
    func `text with another digit is no digest`(digit: String) {
        #expect(SHA256Digest(hex: String(repeating: "0", count: 63) + digit) == nil)
        #expect(SHA256Digest(hex: digit + String(repeating: "0", count: 63)) == nil)
    }

    @Test func `bytes of another number are no digest`() {
        #expect(SHA256Digest(bytes: []) == nil)
        #expect(SHA256Digest(bytes: Array(digest.bytes.dropLast())) == nil)
        #expect(SHA256Digest(bytes: digest.bytes + [0]) == nil)
    }

    @Test func `a change of any bit makes another digest`() throws {
        #expect(digest.constantTimeEquals(SHA256.hash(Array("abc".utf8))))
        for bit in 0..<256 {
            var bytes = digest.bytes
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            let other = try #require(SHA256Digest(bytes: bytes))
            #expect(!digest.constantTimeEquals(other))
            #expect(digest != other)
            #expect(!digest.bytes.constantTimeEquals(bytes))
        }
    }

    @Test func `byte arrays are equal in length and content`() {
        #expect([UInt8]().constantTimeEquals([]))
        #expect([UInt8]([1, 2]).constantTimeEquals([1, 2]))
        #expect(![UInt8]([1, 2]).constantTimeEquals([1]))
        #expect(![UInt8]([1, 2]).constantTimeEquals([3, 2]))
    }

    @Test func `equal digests are one element of a set`() {
        #expect(Set([digest, SHA256.hash(Array("abc".utf8)), SHA256.hash([])]).count == 2)
    }
}
