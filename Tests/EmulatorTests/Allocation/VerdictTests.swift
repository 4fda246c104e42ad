import Allocation
import HTTP
import Testing

@testable import Emulator

struct VerdictTests {
    private static let hub = #"{"iotHubHostName":"contoso-toasters-hub-1098.azure-devices.net""#

    private func verdict(
        _ status: Int, _ body: String, contentType: String = "application/json",
        url: String = "http://127.0.0.1:8080/api/HttpTrigger1?code=KEY"
    ) throws -> Verdict {
        Verdict(
            on: HTTPClientResponse(
                status: HTTPStatus(code: status), fields: HTTPFields([("Content-Type", contentType)]),
                body: Array(body.utf8)),
            from: try HTTPURL(url), linkedHubs: Questions.hubs)
    }

    struct Row: Sendable {
        let status: Int
        let body: String
        let word: String
        /// A part of it.
        let reason: String
    }

    @Test(arguments: [
        // The article's table.
        Row(status: 200, body: hub + "}", word: "assigned", reason: "assigned to \(Questions.toasters)"),
        Row(status: 200, body: #"{"iotHubHostName":""}"#, word: "400208", reason: "is empty"),
        Row(status: 200, body: #"{"iotHubHostName":null}"#, word: "400208", reason: "is null"),
        Row(status: 401, body: "", word: "400209", reason: "does not take the key"),
        Row(status: 429, body: "", word: "retried", reason: "asked too often"),
        Row(status: 400, body: hub + "}", word: "400207", reason: "answered 400: it refused"),
        // Beyond it.
        Row(status: 200, body: "{}", word: "400208", reason: "has no iotHubHostName"),
        Row(
            status: 200, body: #"{"iotHubHostname":"x"}"#, word: "400208",
            reason: "iotHubHostname, in another case"),
        Row(
            status: 200,
            body: #"{"iotHubHostName":"CONTOSO-toasters-hub-1098.azure-devices.NET","more":[1]}"#,
            word: "assigned", reason: "assigned to \(Questions.toasters)"),
        Row(status: 201, body: hub + "}", word: "400207", reason: "answered 201: only 200 assigns"),
        Row(status: 204, body: "", word: "400207", reason: "answered 204: only 200 assigns"),
        Row(status: 302, body: "", word: "400207", reason: "a redirect is not followed"),
        Row(status: 403, body: "", word: "400207", reason: "answered 403"),
        Row(status: 404, body: "", word: "400207", reason: "answered 404: check the path /api/HttpTrigger1"),
        Row(status: 405, body: "", word: "400207", reason: "takes POST"),
        Row(status: 408, body: "", word: "400207", reason: "answered 408"),
        Row(status: 428, body: "", word: "400207", reason: "answered 428"),
        Row(status: 431, body: "", word: "retried", reason: "answered 431"),
        Row(status: 500, body: hub + "}", word: "retried", reason: "answered 500"),
        Row(status: 599, body: "", word: "retried", reason: "answered 599"),
        Row(
            status: 200, body: #"{"iotHubHostName":"contoso-x"}"#, word: "400207",
            reason:
                "the hub contoso-x is not one of linkedHubs (\(Questions.toasters), \(Questions.heatPumps))"),
        Row(
            status: 200, body: #"{"iotHubHostName":"contoso-toasters-hub-1098"}"#, word: "400207",
            reason: "is not the whole name"),
        Row(
            status: 200, body: #"{"iotHubHostName":"a\u001bb"}"#, word: "400207",
            reason: "not the name of a host"),
        Row(status: 200, body: #"{"iotHubHostName":7}"#, word: "400207", reason: "must be a string"),
        Row(status: 200, body: "", word: "400207", reason: "without a body"),
        Row(status: 200, body: "<html>", word: "400207", reason: "not JSON: line 1"),
        Row(status: 200, body: "[]", word: "400207", reason: "must be a JSON object"),
        Row(
            status: 200, body: hub + #","payload":"text"}"#, word: "400207",
            reason: "payload must be an object"),
        Row(
            status: 200, body: hub + #","payload":null,"initialTwin":null}"#, word: "assigned",
            reason: "assigned"),
        Row(
            status: 200, body: hub + #","initialTwin":[]}"#, word: "400207",
            reason: "/initialTwin: must be an object"),
        Row(
            status: 200, body: hub + #","initialTwin":{"properties":{"Desired":{}}}}"#, word: "400207",
            reason: "/initialTwin/properties/Desired: is not a member of an initial twin; it may have desired"
        ),
        Row(
            status: 200, body: hub + #","initialTwin":{"tags":{"a.b":1,"$c":2}}}"#, word: "400207",
            reason: "/initialTwin/tags/a.b: "),
        Row(
            status: 200,
            body: hub + #","initialTwin":{"tags":{"a":"\#(String(repeating: "x", count: 4_097))"}}}"#,
            word: "400207", reason: "may have 4096 bytes"),
        Row(
            status: 200, body: hub + #","m":"\#(String(repeating: "x", count: 131_072))"}"#, word: "400207",
            reason: "more than the 131072"),
    ])
    func `an answer has the verdict of the article's table, and a reason`(_ row: Row) throws {
        let verdict = try verdict(row.status, row.body)
        #expect(verdict.word == row.word)
        #expect(verdict.reason.contains(row.reason), "\(verdict.reason)")
        #expect(verdict.reason.utf8.count < 700)
    }

    @Test func `the device is told DPS's text with the status`() throws {
        for (status, body) in [(400, ""), (404, ""), (200, "[]"), (503, "")] {
            guard case .failed(let failure) = try verdict(status, body).final else {
                Issue.record("no failure for \(status)")
                continue
            }
            #expect(failure.code == 400_207)
            #expect(failure.message == "Custom allocation failed with status code: \(status)")
        }
    }

    @Test func `twin and payload come along, without nulls`() throws {
        let body =
            Self.hub
            + #","initialTwin":{"properties":{"desired":{"a":1},"reported":null},"tags":{"b":null}},"payload":{"p":null}}"#
        guard case .assigned(_, let twin, let payload, _) = try verdict(200, body) else {
            Issue.record("not assigned")
            return
        }
        #expect(twin == ["properties": ["desired": ["a": 1]], "tags": [:]])
        #expect(payload == ["p": nil])
    }

    @Test func `text is taken for JSON and remarked on`() throws {
        let verdict = try verdict(200, Self.hub + "}", contentType: "text/plain")
        #expect(verdict.word == "assigned")
        #expect(verdict.reason.hasSuffix("though the content type is text/plain and not application/json"))
    }

    @Test func `a URL without a key is named as the reason of a 401`() throws {
        let verdict = try verdict(401, "", url: "http://localhost/api/allocate?clientId=x")
        #expect(
            verdict.reason
                == "the webhook answered 401: DPS sends the key in the URL as ?code=, and this URL has none")
    }

    @Test(arguments: [
        (HTTPClientError.unknownHost("nowhere.example"), "the name nowhere.example has no address"),
        (.unreachable("Connection refused"), "cannot be reached: no connection: Connection refused"),
        (.disconnected, "the connection ended before the answer did"),
        (.timedOut, "no answer in time; the time is the setting webhook.timeoutSeconds"),
        (.malformed("no status line"), "the answer is not HTTP"),
        (.tooLarge(10), "more than 10 bytes"),
        (.insecure("self-signed"), "TLS failed: self-signed"),
        (.unsupported("there is no curl"), "there is no curl"),
    ])
    func `without an answer it fails with 400207`(error: HTTPClientError, reason: String) {
        guard case .failed(let failure) = Verdict(on: error) else {
            Issue.record("no failure")
            return
        }
        #expect(failure.code == 400_207)
        #expect(failure.message == "An error occurred while sending the request.")
        #expect(failure.reason.contains(reason), "\(failure.reason)")
    }
}
