import Allocation
import Emulator
import HTTP
import Testing

@Suite(.timeLimit(.minutes(1)))
struct RegistrationRefusalTests {
    @Test(arguments: [
        "2018-11-01", "2019-03-31", "2019-04-15", "2021-06-01", "2021-10-01", "2025-07-01-preview",
        "2026-11-01",
    ])
    func `every documented version is served`(version: String) async {
        #expect(await EmulatedService().register(version: version).status == 202)
        #expect(await EmulatedService().register(version: version + "&forceRegistration=true").status == 202)
    }

    @Test(arguments: [nil, "", "2020-01-01"])
    func `another version is refused with those that there are`(version: String?) async {
        let answer = await EmulatedService().register(version: version)
        #expect(answer.status == 400)
        #expect(answer["errorCode"] == 400_004)
        #expect(answer["message"]?.string?.contains("2018-11-01, 2019-03-31") == true)
    }

    @Test func `an error has the service's envelope`() async throws {
        let answer = await EmulatedService().register(body: "[]")
        #expect(answer.status == 400)
        #expect(answer.field("x-ms-error-code") == "400004")
        #expect(answer.field("Content-Type") == "application/json; charset=utf-8")
        let members = try #require(answer.json.object?.members.map(\.name))
        #expect(members == ["errorCode", "trackingId", "message", "timestampUtc"])
        #expect(answer["timestampUtc"] == "2026-11-18T11:06:40.0000000Z")
        #expect(answer["trackingId"]?.string == answer.field("x-ms-request-id"))
    }

    @Test(arguments: [
        (#"{"registrationId":"another"}"#, 400), (#"{"registrationId":7}"#, 400), ("{", 400), ("7", 400),
        (#"{"payload":[]}"#, 400), (#"{"payload":"a"}"#, 400), (#"{"payload":null}"#, 202),
        (#"{"payload":{}}"#, 202), (#"{"tpm":{}}"#, 400), (#"{"tpm":7}"#, 400), ("{}", 202), ("", 202),
        (#"{"csr":{"a":[]},"more":true}"#, 202),
        ("{\"payload\":{\"a\":\"" + String(repeating: "x", count: 96 * 1_024) + "\"}}", 413),
    ])
    func `a body must be a device registration`(body: String, status: Int) async {
        let answer = await EmulatedService().register(body: body)
        #expect(answer.status == status)
        #expect(answer.field("x-ms-error-code")?.prefix(3) == (status == 202 ? nil : "\(status)"))
    }

    @Test(arguments: [
        ("application/json", 202), ("application/json; charset=utf-8", 202),
        ("Application/JSON ;charset=UTF-8", 202), ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415), ("application/jsonp", 415),
    ])
    func `a body must be JSON by its media type`(type: String, status: Int) async {
        let answer = await EmulatedService().register(fields: [("Content-Type", type)])
        #expect(answer.status == status)
    }

    @Test(arguments: [
        ("/0ne00000002/registrations/a/register", HTTPMethod.put, 404, 404_000),
        ("/0ne00000001/registrations/a_/register", .put, 400, 400_004),
        ("/0ne00000001/registrations/a%20b/register", .put, 400, 400_004),
        ("/0ne00000001/registrations//register", .put, 400, 400_004),
        (EmulatedService.operationPath + "5.0.0", .get, 404, 404_000),
        (EmulatedService.operationPath, .get, 404, 404_000),
        (EmulatedService.operationPath + "5.0.0", .head, 404, 404_000),
        (EmulatedService.operationPath + "5.0.0", .put, 405, 405_000),
        ("/0ne00000001/registrations/\(EmulatedService.toaster)/register", .post, 405, 405_000),
        ("/0ne00000001/registrations/\(EmulatedService.toaster)", .get, 405, 405_000),
    ])
    func `what is not there is said to be so`(
        path: String, method: HTTPMethod, status: Int, code: Int64
    ) async {
        let answer = await EmulatedService().send(method, path)
        #expect(answer.status == status)
        #expect(answer["errorCode"] == .number(JSONNumber(code)))
        #expect((answer.field("Allow") != nil) == (status == 405))
    }

    @Test func `an operation that another one followed is not found`() async {
        let emulated = EmulatedService()
        let first = await emulated.registerToTheEnd()
        _ = await emulated.registerToTheEnd()
        #expect(await emulated.poll(first["operationId"]?.string ?? "").status == 404)
    }

    @Test func `nobody asks for another device's operation`() async {
        let emulated = EmulatedService()
        let begun = await emulated.register()
        let path = EmulatedService.operationPath + (begun["operationId"]?.string ?? "")
        for token in [nil, EmulatedService.deviceToken("mainbuilding167-contoso-hpsd-088")] {
            #expect(await emulated.send(.get, path, token: token).status == 401)
        }
    }

    @Test func `registrations within a minute are bounded`() async {
        let emulated = EmulatedService { $0.registrationsPerMinute = 2 }
        for status in [202, 202, 429, 429] {
            let answer = await emulated.register()
            #expect(answer.status == status)
            #expect(answer.field("Retry-After") == "3")
            if status == 429 { #expect(answer["errorCode"] == 429_001) }
        }
        emulated.clock.advance(by: .seconds(59))
        #expect(await emulated.register(token: EmulatedService.token(key: [9])).status == 401)
        #expect(await emulated.register().status == 429)
        emulated.clock.advance(by: .seconds(1))
        let key = DeviceKey.derived(from: [1, 2, 3], for: EmulatedService.toaster)
        let later = EmulatedService.token(key: key, se: EmulatedService.now / 1_000_000_000 + 3_600)
        #expect(await emulated.register(token: later).status == 202)
    }

    @Test func `registrations under way at once are bounded`() async {
        let emulated = EmulatedService(webhook: ScriptedWebhook(isHeld: true), mostInFlight: 1)
        #expect(await emulated.register("a").status == 202)
        #expect(await emulated.register("a").status == 202)
        let answer = await emulated.register("b")
        #expect(answer.status == 429)
        #expect(answer["errorCode"] == 429_001)
        emulated.webhook.release()
        await emulated.lines.end(of: "a")
    }

    @Test(
        arguments: [
            ([], "", 401, 401_002, "nor a TPM's endorsement key"),
            (
                [("X-Client-Certificate", IssuedCertificate.device.base64)], "", 401, 401_002,
                "no enrollment has the certificate or its issuer"
            ),
            (
                [], #"{"tpm":{"endorsementKey":"AToA"}}"#, 404, 404_201,
                "the TPM has no individual enrollment"
            ),
        ] as [([(String, String)], String, Int, JSONValue, String)])
    func `a device without an enrollment is refused`(
        fields: [(String, String)], body: String, status: Int, code: JSONValue, reason: String
    ) async {
        let emulated = EmulatedService { $0.clientCertificateField = "X-Client-Certificate" }
        // Then the certificate is valid.
        emulated.clock.advance(by: .seconds(30 * 86_400))
        let answer = await emulated.send(
            .put, "/0ne00000001/registrations/\(EmulatedService.toaster)/register", token: nil,
            fields: fields, body: body)
        #expect(answer.status == status)
        #expect(answer["errorCode"] == code)
        #expect(emulated.lines.all.count == 1)
        #expect(emulated.lines.all.first?.hasSuffix(reason) == true)
    }
}
