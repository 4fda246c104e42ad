import Allocation
import CommandLineInterface
import HTTP
import Testing

@testable import Emulator

struct DeviceCommandTests {
    typealias Service = ScriptedTransport

    private static let words = [
        "--registration-id", "dev1", "--key", "ZGV2MQ==", "--id-scope", "0ne00000001",
    ]

    @Test func `it prints what the article's sample prints`() async {
        let run = await DeviceRun(
            Self.words,
            service: Service([Service.assigning(retryAfter: "3"), Service.assigning(), Service.assigned()]))
        #expect(
            run.output == """
                Provisioning API Version: 2021-10-01

                Registering Device

                Provisioning Status: PROV_DEVICE_REG_STATUS_CONNECTED
                Provisioning Status: PROV_DEVICE_REG_STATUS_ASSIGNING
                Provisioning Status: PROV_DEVICE_REG_STATUS_ASSIGNING

                Registration Information received from service: toasters.example, deviceId: dev1

                """)
        #expect(run.error == nil)
        #expect(run.errors.isEmpty)
    }

    @Test func `a failure says the code, its name, the SDK's result and where to look`() async {
        let run = await DeviceRun(
            Self.words,
            service: Service([
                Service.assigning(),
                Service.failed(400_207, "Custom allocation failed with status code: 400"),
            ]))
        #expect(
            run.output == """
                Provisioning API Version: 2021-10-01

                Registering Device

                Provisioning Status: PROV_DEVICE_REG_STATUS_CONNECTED
                Provisioning Status: PROV_DEVICE_REG_STATUS_ASSIGNING

                Registration failed: 400207 CustomAllocationFailed: Custom allocation failed with status code: 400
                A device with the C SDK gets PROV_DEVICE_RESULT_DEV_AUTH_ERROR.
                GET http://127.0.0.1:8090/emulator/calls?registrationId=dev1 tells what the webhook was asked and answered.

                """)
        #expect(run.error as? CommandFailure == CommandFailure("dev1 was not assigned to a hub"))
    }

    struct Ending: Sendable, CustomTestStringConvertible {
        let answer: Service.Answer
        let line: String
        let result: String
        let status: JSONValue
        var code: JSONValue = nil
        var name: JSONValue = nil

        var testDescription: String { line }
    }

    /// The rows of the article's table, and what the C SDK makes of HTTP statuses.
    @Test(arguments: [
        Ending(
            answer: Service.assigned(),
            line: "Registration Information received from service: toasters.example, deviceId: dev1",
            result: "PROV_DEVICE_RESULT_OK", status: "assigned"),
        Ending(
            answer: Service.failed(400_208, "x"),
            line: "Registration failed: 400208 CustomAllocationIotHubNotSpecified: x",
            result: "PROV_DEVICE_RESULT_HUB_NOT_SPECIFIED", status: "failed", code: 400_208,
            name: "CustomAllocationIotHubNotSpecified"),
        Ending(
            answer: Service.failed(400_209, "x"),
            line: "Registration failed: 400209 CustomAllocationUnauthorizedAccess: x",
            result: "PROV_DEVICE_RESULT_UNAUTHORIZED", status: "failed", code: 400_209,
            name: "CustomAllocationUnauthorizedAccess"),
        Ending(
            answer: Service.disabled, line: "Registration disabled: the device's enrollment is not enabled",
            result: "PROV_DEVICE_RESULT_DISABLED", status: "disabled"),
        Ending(
            answer: Service.failed(400_207, "x"),
            line: "Registration failed: 400207 CustomAllocationFailed: x",
            result: "PROV_DEVICE_RESULT_DEV_AUTH_ERROR", status: "failed", code: 400_207,
            name: "CustomAllocationFailed"),
        Ending(
            answer: Service.failed(500_000, #"\u001b[31mred"#), line: "Registration failed: 500000: ?[31mred",
            result: "PROV_DEVICE_RESULT_DEV_AUTH_ERROR", status: "failed", code: 500_000),
        Ending(
            answer: Service.answer(401, #"{"errorCode":401002,"message":"Unauthorized"}"#),
            line: "Registration refused: HTTP 401 Unauthorized: 401002: Unauthorized",
            result: "PROV_DEVICE_RESULT_DEV_AUTH_ERROR", status: nil, code: 401_002),
        Ending(
            answer: Service.answer(404), line: "Registration refused: HTTP 404 Not Found",
            result: "PROV_DEVICE_RESULT_TRANSPORT", status: nil),
        Ending(
            answer: Service.answer(301), line: "Registration refused: HTTP 301 Moved Permanently",
            result: "PROV_DEVICE_RESULT_TRANSPORT", status: nil),
        Ending(
            answer: Service.answer(200, "{}"), line: "Answer not understood: HTTP 200 OK without a status",
            result: "PROV_DEVICE_RESULT_DEV_AUTH_ERROR", status: nil),
        Ending(
            answer: Service.answer(202, #"{"status":"assigning"}"#),
            line: "Answer not understood: the status is assigning, without a usable operationId",
            result: "PROV_DEVICE_RESULT_DEV_AUTH_ERROR", status: nil),
        Ending(
            answer: Service.answer(200, #"{"status":"assigned","registrationState":{}}"#),
            line: "Answer not understood: the status is assigned, without assignedHub and deviceId",
            result: "PROV_DEVICE_RESULT_DEV_AUTH_ERROR", status: nil),
        Ending(
            answer: .failure(.unreachable("Connection refused")),
            line: "No answer: no connection: Connection refused", result: "PROV_DEVICE_RESULT_TRANSPORT",
            status: nil),
        Ending(
            answer: .failure(.timedOut), line: "Registration not finished in time: no answer came",
            result: "PROV_DEVICE_RESULT_TIMEOUT", status: nil),
    ])
    func `each ending has its line, its SDK result and its exit status`(ending: Ending) async throws {
        let isAssigned = ending.result == "PROV_DEVICE_RESULT_OK"
        let text = await DeviceRun(Self.words, service: Service([ending.answer]))
        let lines = text.output.split(separator: "\n")
        #expect(lines.contains { $0 == ending.line })
        #expect(lines.contains("A device with the C SDK gets \(ending.result).") == !isAssigned)
        #expect((text.error == nil) == isAssigned)
        #expect(text.error == nil || text.error is CommandFailure)

        let json = await DeviceRun(Self.words + ["--format", "json"], service: Service([ending.answer]))
        #expect((json.error == nil) == isAssigned)
        let object = try #require(json.json)
        #expect(object["sdkResult"] == .string(ending.result))
        #expect(object["status"] == ending.status)
        #expect(object["errorCode"] == ending.code)
        #expect(object["errorName"] == ending.name)
        #expect(object["registrationId"] == "dev1")
    }

    @Test func `the JSON of an assignment has all of it`() async {
        let run = await DeviceRun(
            Self.words + ["--format=json"],
            service: Service([Service.assigning(retryAfter: "3"), Service.assigned()]))
        #expect(
            run.json == [
                "registrationId": "dev1", "status": "assigned", "substatus": "initialAssignment",
                "assignedHub": "toasters.example", "deviceId": "dev1", "payload": ["colour": "red"],
                "errorCode": nil, "errorName": nil, "errorMessage": nil, "sdkResult": "PROV_DEVICE_RESULT_OK",
                "milliseconds": 3_000, "answers": 2,
            ])
    }

    @Test func `it asks as the device API has it`() async {
        let service = Service([Service.assigning(), Service.assigned()])
        _ = await DeviceRun(
            Self.words + ["--payload", #"{"a":1}"#, "--url", "https://dps.example:8443"], service: service)
        let requests = service.requests
        #expect(requests.map(\.method) == [.put, .get])
        #expect(
            requests.map { "\($0.url.scheme.rawValue) \($0.url.authority) \($0.url.target)" } == [
                "https dps.example:8443 /0ne00000001/registrations/dev1/register?api-version=2021-10-01",
                "https dps.example:8443 /0ne00000001/registrations/dev1/operations/5.316a%2fx?api-version=2021-10-01",
            ])
        #expect(
            requests.map { String(decoding: $0.body, as: UTF8.self) } == [
                #"{"registrationId":"dev1","payload":{"a":1}}"#, "",
            ])
        #expect(
            requests.first?.fields.first { $0.name == "Authorization" }?.value
                == "SharedAccessSignature sr=0ne00000001%2fregistrations%2fdev1"
                + "&sig=gL8XjTSwJwTVb2cK9B8FaW8f5ViOhGj0ZBi5hrK0YKQ%3d&se=1795381525&skn=registration")
    }

    @Test func `key and payload can come from standard input and a file`() async {
        let service = Service([Service.assigned()])
        let run = await DeviceRun(
            ["--registration-id", "dev1", "--key", "-", "--payload", "@payload.json"], service: service,
            input: "ZGV2MQ==\n", file: #"{"b":2}"#)
        #expect(run.error == nil)
        #expect(
            service.requests.map { String(decoding: $0.body, as: UTF8.self) }
                == [#"{"registrationId":"dev1","payload":{"b":2}}"#])
    }

    @Test(
        arguments: [
            (nil, 1), ("0", 1), ("301", 1), ("300", 300), ("5", 5), ("Wed, 21 Oct 2026 07:28:00 GMT", 1),
            ("-3", 1),
            ("+5", 1), ("5.5", 1), ("", 1), ("99999999999999999999", 1),
        ] as [(String?, Int)])
    func `it waits as the C SDK reads Retry-After`(value: String?, seconds: Int) async {
        let clock = SteppedClock()
        _ = await DeviceRun(
            Self.words, service: Service([Service.assigning(retryAfter: value), Service.assigned()]),
            clock: clock)
        #expect(clock.sleeps == [.seconds(seconds)])
    }

    @Test func `a time scale shortens the waits and is told`() async {
        let clock = SteppedClock()
        let run = await DeviceRun(
            Self.words + ["--time-scale", "0.5"],
            service: Service([Service.assigning(retryAfter: "3"), Service.assigned()]), clock: clock)
        #expect(clock.sleeps == [.milliseconds(1_500)])
        #expect(run.errors == "Waits are multiplied with 0.5; a device's would not be.\n")
    }

    @Test func `an answer of 429 and above is asked again, to the PUT too`() async {
        let clock = SteppedClock()
        let service = Service([
            Service.answer(429, retryAfter: "2"), Service.assigning(retryAfter: "3"),
            Service.answer(500), Service.assigned(),
        ])
        let run = await DeviceRun(Self.words, service: service, clock: clock)
        #expect(run.error == nil)
        #expect(service.requests.map(\.method) == [.put, .put, .get, .get])
        #expect(clock.sleeps == [.seconds(2), .seconds(3), .seconds(1)])
        #expect(
            run.output.split(separator: "\n").filter { $0.hasPrefix("Provisioning Status") } == [
                "Provisioning Status: PROV_DEVICE_REG_STATUS_CONNECTED",
                "Provisioning Status: PROV_DEVICE_REG_STATUS_ASSIGNING",
            ])
    }

    @Test(arguments: [
        (Service.assigning(retryAfter: "60"), "the last status was assigning"),
        (Service.answer(503, retryAfter: "60"), "the last answer was HTTP 503 Service Unavailable"),
    ])
    func `a registration that does not end is given up`(answer: Service.Answer, last: String) async {
        let clock = SteppedClock()
        let service = Service([answer])
        let run = await DeviceRun(Self.words + ["--timeout", "150"], service: service, clock: clock)
        #expect(clock.sleeps == [.seconds(60), .seconds(60), .seconds(30)])
        #expect(service.requests.count == 3)
        #expect(run.output.contains("Registration not finished in time: \(last)\n"))
        #expect(run.output.contains("A device with the C SDK gets PROV_DEVICE_RESULT_TIMEOUT.\n"))
        #expect(run.error is CommandFailure)
    }
}
