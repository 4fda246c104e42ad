import Allocation
import Testing

@Suite struct MalformedRequestTests {
    @Test(arguments: [
        ("", "The body is not a JSON object: line 1, column 1: the document is empty."),
        ("[]", "The body is not a JSON object: line 1, column 1: an object is expected, not an array."),
        ("null", "The body is not a JSON object: line 1, column 1: an object is expected, not null."),
        ("{", "The body is not a JSON object: line 1, column 2: the document ends too early."),
        (
            "{} x",
            "The body is not a JSON object: line 1, column 4: only white space may follow the document."
        ),
        (
            "{\n \"linkedHubs\": [\"a\" \"b\"]}",
            "The body is not a JSON object: line 2, column 21: ',' or ']' is expected, not '\"'."
        ),
        (#"{"linkedHubs":{}}"#, "/linkedHubs must be an array, but is an object."),
        (#"{"linkedHubs":"a"}"#, "/linkedHubs must be an array, but is a string."),
        (#"{"linkedHubs":[],"linkedHubs":true}"#, "/linkedHubs must be an array, but is true or false."),
        (#"{"linkedHubs":["a",7]}"#, "/linkedHubs/1 must be a string, but is a number."),
        (#"{"linkedHubs":["a","b",null]}"#, "/linkedHubs/2 must be a string, but is null."),
        (#"{"linkedHubs":[["a"]]}"#, "/linkedHubs/0 must be a string, but is an array."),
        (#"{"deviceRuntimeContext":[]}"#, "/deviceRuntimeContext must be an object, but is an array."),
        (#"{"deviceRuntimeContext":"a"}"#, "/deviceRuntimeContext must be an object, but is a string."),
        (
            #"{"deviceRuntimeContext":{"registrationId":7}}"#,
            "/deviceRuntimeContext/registrationId must be a string, but is a number."
        ),
        (
            #"{"deviceRuntimeContext":{"registrationId":"a","registrationId":{}}}"#,
            "/deviceRuntimeContext/registrationId must be a string, but is an object."
        ),
        (
            #"{"deviceRuntimeContext":{"registrationId":"a b"}}"#,
            "/deviceRuntimeContext/registrationId: a registration ID may only have letters, digits and - . _ :, "
                + "but character 2 is U+0020."
        ),
        (
            #"{"deviceRuntimeContext":{"registrationId":"a:"}}"#,
            "/deviceRuntimeContext/registrationId: a registration ID must end in a letter, a digit or a dash, not in \":\"."
        ),
    ])
    func `a body that cannot be decided upon is refused with what is wrong and where`(
        body: String, text: String
    ) {
        #expect(throws: MalformedRequest(text)) { try AllocationRequest(json: Array(body.utf8)) }
    }

    @Test func `a registration ID of 129 characters is refused and one of 128 is not`() throws {
        let longest = String(repeating: "x", count: 128)
        let body = #"{"deviceRuntimeContext":{"registrationId":"\#(longest)"}}"#
        #expect(try AllocationRequest(json: Array(body.utf8)).registrationID?.text == longest)
        let tooLong = body.replacing(longest, with: longest + "x")
        #expect(throws: MalformedRequest.self) { try AllocationRequest(json: Array(tooLong.utf8)) }
    }

    @Test func `what is malformed in a member that nobody needs is malformed all the same`() {
        #expect(throws: MalformedRequest.self) {
            try AllocationRequest(json: Array(#"{"payload":{"a":tru},"linkedHubs":[]}"#.utf8))
        }
        #expect(throws: MalformedRequest.self) {
            try AllocationRequest(json: Array(#"{"linkedHubs":[7,}"#.utf8))
        }
        #expect(throws: MalformedRequest.self) {
            try AllocationRequest(json: Array(#"{"payload":""#.utf8) + [0xFF] + Array(#""}"#.utf8))
        }
    }
}
