import Testing

@testable import HTTP

@Suite struct HTTPFieldsTests {
    private static let fields = HTTPFields([("Host", "a"), ("X-Y", "1"), ("x-y", "2"), ("Empty", "")])

    @Test(
        arguments: [
            ("host", "a"), ("HOST", "a"), ("Host", "a"), ("X-y", "1"), ("empty", ""), ("Hos", nil),
            ("Hosts", nil),
            ("", nil), ("x_y", nil),
        ] as [(String, String?)])
    func `the first value is found without regard to case`(name: String, expected: String?) {
        #expect(Self.fields[name] == expected)
        #expect(Self.fields.contains(name) == (expected != nil))
    }

    @Test func `all values of a name keep their order`() {
        #expect(Self.fields.values(of: "X-Y") == ["1", "2"])
        #expect(Self.fields.values(of: "Z").isEmpty)
        #expect(Self.fields.count == 4)
        #expect(Self.fields.all.map(\.name) == ["Host", "X-Y", "x-y", "Empty"])
    }

    @Test func `a received section keeps names and trims values`() throws {
        let bytes = Array("GET / HTTP/1.1\r\nHost:  a b\t\r\n\r\n".utf8)
        #expect(throws: RequestRefusal.malformed) { try RequestHead(bytes, limits: HTTPLimits()) }
        let head = try RequestHead(
            Array("GET / HTTP/1.1\r\nHost:a\r\nX:  a b\t\r\n\r\n".utf8), limits: HTTPLimits())
        #expect(head.fields["x"] == "a b")
        #expect(head.fields.all.map(\.name) == ["Host", "X"])
    }

    @Test(arguments: 0...255)
    func `a token character is one of RFC 9110`(byte: Int) {
        let others = Set("!#$%&'*+-.^_`|~".utf8)
        let byte = UInt8(byte)
        let isLetterOrDigit =
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        #expect(byte.isTokenCharacter == (isLetterOrDigit || others.contains(byte)))
    }
}
