import Allocation
import Testing

@Suite struct JSONNameTests {
    private func name(_ quoted: String) throws -> JSONName {
        var reader = JSONReader(Array("{\(quoted):0}".utf8))
        let object = try reader.readObject()
        return try #require(try reader.nextMember(of: object))
    }

    @Test(arguments: [#""linkedHubs""#, #""linked\u0048ubs""#, #""\u006cinkedHubs""#])
    func `a name equals its text however it is written`(quoted: String) throws {
        let name = try name(quoted)
        #expect(name == "linkedHubs")
        #expect(name != "linkedHub")
        #expect(name != "linkedHubz")
        #expect(name != "LinkedHubs")
        #expect(name.description == "linkedHubs")
        #expect(name.matches(caseInsensitive: "LINKEDHUBS"))
        #expect(name.matches(caseInsensitive: "linkedhubs"))
        #expect(!name.matches(caseInsensitive: "linkedhub"))
    }

    @Test func `case is disregarded in ASCII letters only`() throws {
        #expect(try !name("\"@\"").matches(caseInsensitive: "`"))
        #expect(try !name("\"[\"").matches(caseInsensitive: "{"))
        #expect(try !name("\"\u{E9}\"").matches(caseInsensitive: "\u{C9}"))
    }

    @Test func `names are not normalised`() throws {
        #expect(try name("\"e\u{301}\"") != "\u{E9}")
        #expect(try name(#""e\u0301""#) != "\u{E9}")
        #expect(try name(#""e\u0301""#) == "e\u{301}")
    }
}
