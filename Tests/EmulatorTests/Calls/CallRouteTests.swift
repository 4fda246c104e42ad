import Allocation
import HTTP
import Testing

@testable import Emulator

struct CallRouteTests {
    private let state = EmulatorState(keptCalls: 4)

    /// Six calls, of which four are kept; every other one is of the device `even`.
    private func fill() throws {
        let (even, odd) = (try RegistrationID("even"), try RegistrationID("odd"))
        for _ in 1...6 {
            state.record { number in
                WebhookCall(
                    number: number, registrationID: number.isMultiple(of: 2) ? even : odd, operationID: "5.a",
                    attempt: 1, at: PreciseTime(nanosecondsSinceEpoch: 0), url: "http://localhost/?****",
                    request: Array(#"{"a":1}"#.utf8), status: number == 3 ? nil : 404,
                    contentType: number == 3 ? nil : "text/plain",
                    answer: number == 3 ? nil : Array("not here".utf8), milliseconds: 7, verdict: "400207",
                    reason: "because")
            }
        }
    }

    private func get(_ target: String) async throws -> (status: Int, json: JSONValue) {
        let service = EmulatorService(routes: state.callRoutes())
        let response = await service.respond(
            to: HTTPRequest(method: .get, target: target, fields: [("Host", "127.0.0.1:8090")]))
        guard case .bytes(let bytes) = response.body else { return (response.status.code, .null) }
        return (response.status.code, try JSONValue(parsing: bytes))
    }

    private func numbers(_ json: JSONValue) -> [Int64] {
        (json["calls"]?.array ?? []).compactMap { $0["number"]?.number?.int64 }
    }

    @Test(
        arguments: [
            ("/emulator/calls", [6, 5, 4, 3], nil),
            ("/emulator/calls?limit=3", [6, 5, 4], "4"),
            ("/emulator/calls?limit=3&below=4", [3], nil),
            ("/emulator/calls?limit=4", [6, 5, 4, 3], nil),
            ("/emulator/calls?registrationId=EVEN", [6, 4], nil),
            ("/emulator/calls?registrationId=nobody", [], nil),
        ] as [(String, [Int64], String?)])
    func `calls are listed newest first`(target: String, expected: [Int64], next: String?) async throws {
        try fill()
        let (status, json) = try await get(target)
        #expect(status == 200)
        #expect(numbers(json) == expected)
        #expect(json["next"]?.string == next)
    }

    @Test func `one call is shown with request and answer`() async throws {
        try fill()
        let (status, json) = try await get("/emulator/calls/4")
        #expect(status == 200)
        #expect(
            json == [
                "number": 4, "registrationId": "even", "operationId": "5.a", "attempt": 1,
                "at": "1970-01-01T00:00:00.0000000Z", "url": "http://localhost/?****", "request": ["a": 1],
                "status": 404, "contentType": "text/plain", "answer": "not here", "milliseconds": 7,
                "verdict": "400207", "reason": "because",
            ])
        let unanswered = try await get("/emulator/calls/3").json
        #expect(unanswered["status"] == nil)
        #expect(unanswered["answer"] == nil)
    }

    @Test(arguments: [
        ("/emulator/calls/2", 404), ("/emulator/calls/7", 404), ("/emulator/calls/0", 400),
        ("/emulator/calls/x", 400), ("/emulator/calls/9223372036854775807", 400),
        ("/emulator/calls?limit=0", 400), ("/emulator/calls?limit=1001", 400),
        ("/emulator/calls?limit=1&limit=2", 400), ("/emulator/calls?below=-1", 400),
        ("/emulator/calls?registrationId=a%20b", 400), ("/emulator/calls?other=1", 400),
        ("/emulator/calls?limit=%zz", 400),
    ])
    func `what cannot be shown is told in problem details`(target: String, expected: Int) async throws {
        try fill()
        let (status, json) = try await get(target)
        #expect(status == expected)
        #expect(json["status"] == .number(JSONNumber(Int64(expected))))
        #expect(json["detail"]?.string?.isEmpty == false)
    }
}
