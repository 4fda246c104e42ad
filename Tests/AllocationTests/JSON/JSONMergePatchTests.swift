import Allocation
import Testing

@Suite struct JSONMergePatchTests {
    // RFC 7396 Appendix A.
    @Test(arguments: [
        (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
        (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
        (#"{"a":"b"}"#, #"{"a":null}"#, #"{}"#),
        (#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
        (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
        (#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
        (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
        (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#),
        (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#),
        (#"{"a":"b"}"#, #"["c"]"#, #"["c"]"#),
        (#"{"a":"foo"}"#, #"null"#, #"null"#),
        (#"{"a":"foo"}"#, #""bar""#, #""bar""#),
        (#"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#),
        (#"[1,2]"#, #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
        (#"{}"#, #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
    ])
    func `a patch changes a value as the standard's table says`(
        original: String, patch: String, result: String
    ) throws {
        let merged = try JSONValue(parsing: original).merging(patch: JSONValue(parsing: patch))
        #expect(merged.description == result)
    }

    @Test func `many members are removed and replaced in their order`() {
        var original = JSONObject()
        var patch = JSONObject()
        for index in 0..<100 {
            original["m\(index)"] = 0
            patch["m\(index)"] = index % 2 == 0 ? .null : 1
        }
        let result = JSONValue.object(original).merging(patch: .object(patch)).object
        #expect(result?.members.map(\.name) == (0..<50).map { "m\(2 * $0 + 1)" })
        #expect(result?.members.allSatisfy { $0.value == 1 } == true)
    }
}
