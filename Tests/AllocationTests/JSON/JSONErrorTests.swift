import Allocation
import Testing

@Suite struct JSONErrorTests {
    @Test(arguments: [
        ("", "line 1, column 1: the document is empty"),
        ("\u{FEFF}", "line 1, column 1: the document is empty"),
        (
            "{\n  \"a\": 1,\n  \"b\": \"12345\n\"}",
            "line 3, column 14: a string may not contain the control character U+000A"
        ),
        ("[1", "line 1, column 3: the document ends too early"),
        ("[1 2]", "line 1, column 4: ',' or ']' is expected, not '2'"),
        ("{\"a\":1 \"b\"}", "line 1, column 8: ',' or '}' is expected, not '\"'"),
        ("{\"a\" 1}", "line 1, column 6: ':' is expected, not '1'"),
        ("{1}", "line 1, column 2: a member's name is expected, not '1'"),
        ("[\"\u{E9}\u{1F600}\",]", "line 1, column 7: a value is expected, not ']'"),
        ("\u{E9}", "line 1, column 1: a value is expected, not the byte 0xC3"),
        ("\u{FEFF}1 2", "line 1, column 3: only white space may follow the document"),
        ("01", "line 1, column 1: a number may not begin with a superfluous zero"),
        ("1.x", "line 1, column 3: the number lacks a digit here"),
        ("\"\\x\"", "line 1, column 2: a backslash may be followed only by one of \" \\ / b f n r t u"),
        ("\"\\u00g0\"", "line 1, column 2: \\u must be followed by four hexadecimal digits"),
        ("\"\\uD800\"", "line 1, column 2: a surrogate is escaped without its other half"),
        ("nul!", "line 1, column 1: the only words are true, false and null"),
    ])
    func `a message tells the place and the rule`(text: String, message: String) {
        #expect(JSONReading(bytes: Array(text.utf8)).skipped?.description == message)
    }

    @Test func `malformed UTF-8 is reported where it begins`() {
        let error = JSONReading(bytes: [0x22, 0x61, 0xE2, 0x82, 0x22]).skipped
        #expect(error?.offset == 2)
        #expect(error?.reason == .malformedUTF8)
    }

    @Test func `a value of the wrong kind is described`() {
        var reader = JSONReader(Array("[]".utf8))
        let error = #expect(throws: JSONError.self) { try reader.readString() }
        #expect(error?.description == "line 1, column 1: a string is expected, not an array")
    }
}
