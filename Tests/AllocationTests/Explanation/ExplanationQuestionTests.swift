import Allocation
import Contoso
import Testing

@Suite struct ExplanationQuestionTests {
    private func question(_ text: String) throws(ExplanationQuestion.Fault) -> ExplanationQuestion {
        try ExplanationQuestion(json: Array(text.utf8))
    }

    @Test func `it is a row's number, a device, or what DPS sent`() throws {
        #expect(try question(#"{"assignmentId":12}"#) == .assignment(12))
        let id = try RegistrationID("sn-1")
        #expect(
            try question(#"{"registrationId":"sn-1"}"#)
                == .request(AllocationRequest(registrationID: id, linkedHubs: nil), isWithoutHubs: true))
        #expect(
            try question(#"{"registrationId":"sn-1","linkedHubs":[],"currentHub":"a"}"#)
                == .request(
                    AllocationRequest(registrationID: id, linkedHubs: [], currentHub: "a"),
                    isWithoutHubs: false))
        #expect(
            try question(#"{"deviceRuntimeContext":{"registrationId":"sn-1"},"linkedHubs":["a"],"other":1}"#)
                == .request(AllocationRequest(registrationID: id, linkedHubs: ["a"]), isWithoutHubs: false))
        #expect(
            try question("{}")
                == .request(AllocationRequest(registrationID: nil, linkedHubs: nil), isWithoutHubs: false))
    }

    @Test(arguments: [
        (#"{"assignmentId":0}"#, ["/assignmentId"]), (#"{"assignmentId":"7"}"#, ["/assignmentId"]),
        (#"{"assignmentId":null}"#, ["/assignmentId"]),
        (#"{"assignmentId":1.5,"registrationId":"a"}"#, ["/registrationId", "/assignmentId"]),
        (#"{"registrationId":7}"#, ["/registrationId"]), (#"{"registrationId":"a b"}"#, ["/registrationId"]),
        (#"{"registrationId":""}"#, ["/registrationId"]),
        (
            #"{"registrationId":"a","linkedHubs":[1],"currentHub":2,"x":3}"#,
            ["/x", "/linkedHubs/0", "/currentHub"]
        ),
        (#"{"registrationId":"a","linkedHubs":{}}"#, ["/linkedHubs"]),
    ])
    func `every fault of a question is told with its place`(text: String, pointers: [String]) {
        do {
            _ = try question(text)
            Issue.record("\(text) was taken")
        } catch {
            guard case .invalid(let faults) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(faults.faults.map(\.pointer.description) == pointers)
        }
    }

    @Test(arguments: [
        "", "[]", "{", #"{"linkedHubs":7}"#, #"{"deviceRuntimeContext":{"registrationId":"a b"}}"#,
    ])
    func `what DPS would be told of a request is told here`(text: String) {
        let body = Array(text.utf8)
        let expected = #expect(throws: MalformedRequest.self) { try AllocationRequest(json: body) }
        let fault = #expect(throws: ExplanationQuestion.Fault.self) { try ExplanationQuestion(json: body) }
        #expect(fault == expected.map(ExplanationQuestion.Fault.malformedRequest))
    }
}
