import Allocation
import Testing

@Suite struct JSONValueTests {
    @Test func `a document becomes the value it describes`() throws {
        let value = try JSONValue(parsing: #" {"a":[1,-2.5,"\u00e9\n",null,true,false,{}],"b":{"c":""}} "#)
        #expect(value == ["a": [1, -2.5, "\u{E9}\n", nil, true, false, [:]], "b": ["c": ""]])
        #expect(value["b"]?["c"]?.string == "")
        #expect(value["a"]?.array?.map(\.kind) == [.number, .number, .string, .null, .bool, .bool, .object])
    }

    @Test(arguments: ["65", "65.0", "1e400", "-0", "1E+05", "123456789012345678901234567890", "0.10"])
    func `a number keeps its literal`(literal: String) throws {
        #expect(try JSONValue(parsing: literal).description == literal)
    }

    @Test func `a number is converted only where that is exact or near`() throws {
        func number(_ literal: String) throws -> JSONNumber { try #require(JSONNumber(literal: literal)) }
        #expect(try number("65").int64 == 65)
        #expect(try number("65.0").int64 == nil)
        #expect(try number("65.0").double == 65)
        #expect(try number("9223372036854775807").int64 == .max)
        #expect(try number("9223372036854775808").int64 == nil)
        #expect(try number("1e400").double == nil)
        #expect(try number("65") != number("65.0"))
        #expect(JSONNumber(Double.infinity) == nil)
        #expect(JSONNumber(1e300).flatMap { JSONNumber(literal: $0.literal) }?.double == 1e300)
    }

    @Test(arguments: ["", " 1", "1 ", "01", "+1", "1.", "0x1", "1 2", "\u{FEFF}1", "NaN", "\"1\""])
    func `only a number's literal makes a number`(literal: String) {
        #expect(JSONNumber(literal: literal) == nil)
    }

    @Test func `the last of two namesakes takes the place of the first`() throws {
        #expect(try JSONValue(parsing: #"{"a":1,"b":2,"a":3}"#).description == #"{"a":3,"b":2}"#)
    }

    @Test func `names and strings are not normalised`() throws {
        let value = try JSONValue(parsing: "{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(value.object?.count == 2)
        #expect(value["e\u{301}"] == 2)
        #expect(JSONValue.string("\u{E9}") != JSONValue.string("e\u{301}"))
    }

    @Test func `objects are equal in any order`() {
        let value: JSONValue = ["a": 1, "b": 2]
        #expect(value == ["b": 2, "a": 1])
        #expect(value != ["a": 1])
        #expect(value != ["a": 1, "c": 2])
        #expect(value != ["a": 1, "b": 3])
    }

    @Test(arguments: [1, 15, 16, 17, 18, 40, 1000])
    func `an object of any size finds, replaces and removes its members`(count: Int) {
        var object = JSONObject()
        for index in 0..<count { object["name\(index)"] = .number(JSONNumber(Int64(index))) }
        for index in 0..<count { #expect(object["name\(index)"]?.number?.int64 == Int64(index)) }
        #expect(object["name\(count)"] == nil)
        object["name0"] = "replaced"
        #expect(object.members.first?.value == "replaced")
        #expect(object.count == count)
        object["name0"] = nil
        object["absent"] = nil
        #expect(object.count == count - 1)
        #expect(object["name\(count - 1)"] != nil || count == 1)
        object.removeMembers { $0.value != JSONValue.number(JSONNumber(Int64(count - 1))) }
        #expect(object.count == min(count - 1, 1))
        #expect(object["name\(count - 1)"]?.number?.int64 == (count == 1 ? nil : Int64(count - 1)))
    }

    @Test func `only what must be escaped is`() {
        let value = JSONValue.string("\"\\/\u{8}\u{9}\u{A}\u{C}\u{D}\u{0}\u{1F}\u{7F}\u{2028}\u{E9}\u{1F600}")
        let expected = #""\"\\/\b\t\n\f\r\u0000\u001f"# + "\u{7F}\u{2028}\u{E9}\u{1F600}\""
        #expect(value.description == expected)
    }

    @Test func `pretty text is indented by two spaces`() throws {
        let value: JSONValue = ["a": [1, [], ["b": nil]], "c": [:]]
        let expected = """
            {
              "a": [
                1,
                [],
                {
                  "b": null
                }
              ],
              "c": {}
            }
            """
        #expect(value.pretty() == expected)
        #expect(try JSONValue(parsing: value.pretty()) == value)
    }

    @Test(arguments: JSONDocuments.accepted + JSONDocuments.acceptedWithUnusualCharacters)
    func `what is written reads back the same`(text: String) throws {
        let value = try JSONValue(parsing: text)
        let written = value.serialized()
        #expect(try JSONValue(parsing: written) == value)
        #expect(try JSONValue(parsing: written).serialized() == written)
        #expect(try JSONValue(parsing: value.pretty()) == value)
    }
}
