import Allocation
import Emulator
import HTTP
import Testing

@Suite(.timeLimit(.minutes(1)))
struct RegisterTests {
    @Test func `a registration is answered as the service's documentation shows`() async throws {
        let emulated = EmulatedService(webhook: ScriptedWebhook(isHeld: true))
        let answer = await emulated.register(
            fields: [
                ("Content-Type", "application/json; charset=utf-8"), ("Host", "127.0.0.1:443"),
                ("Content-Encoding", "utf-8"), ("X-Forwarded-Proto", "https"),
            ])
        #expect(answer.status == 202)
        #expect(answer.field("Content-Type") == "application/json; charset=utf-8")
        #expect(answer.field("Retry-After") == "3")
        #expect(answer.field("x-ms-request-id")?.count == 36)
        #expect(
            answer.field("Location")
                == "https://127.0.0.1:443/0ne00000001/registrations/\(EmulatedService.toaster)/register")
        let operationID = try #require(answer["operationId"]?.string)
        #expect(
            try #/5\.[0-9a-f]{16}\.[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/#
                .wholeMatch(in: operationID) != nil)
        #expect(answer.json == ["operationId": .string(operationID), "status": "assigning"])
        emulated.webhook.release()
    }

    @Test func `an operation is under way, then assigned`() async throws {
        let payload: JSONValue = ["MyDeviceFirmwareVersion": "12.0.2.5"]
        let emulated = EmulatedService(webhook: ScriptedWebhook(isHeld: true))
        let begun = await emulated.register(
            body: #"{"registrationId":"BREAKROOM499-contoso-tstrsd-007","payload":\#(payload),"csr":1}"#)
        let operationID = try #require(begun["operationId"]?.string)
        let underWay = await emulated.poll(operationID)
        #expect(underWay.status == 202)
        #expect(underWay.field("Retry-After") == "3")
        #expect(underWay["status"] == "assigning")
        let state = try #require(underWay["registrationState"]?.object)
        #expect(
            state.members.map(\.name) == [
                "registrationId", "createdDateTimeUtc", "status", "lastUpdatedDateTimeUtc", "etag",
                "symmetricKey",
            ])
        emulated.webhook.release()
        await emulated.lines.end(of: EmulatedService.toaster)

        let over = await emulated.poll(operationID)
        #expect(over.status == 200)
        #expect(over.field("Retry-After") == nil)
        #expect(over["operationId"]?.string == operationID)
        #expect(over["status"] == "assigned")
        let end = try #require(over["registrationState"])
        #expect(end["assignedHub"]?.string == EmulatedService.toasters)
        #expect(end["createdDateTimeUtc"] == "2026-11-18T11:06:40.0000000Z")
        #expect(end["symmetricKey"] == ["enrollmentGroupId": "contoso-custom-allocated-devices"])
        let etag = try #require(end["etag"]?.string.flatMap(Base64.standard.decode))
        #expect(etag.first == UInt8(ascii: "\"") && etag.last == UInt8(ascii: "\""))
        #expect(end["etag"] != state["etag"])

        let question = try #require(emulated.webhook.questions.first)
        #expect(question.payload == payload)
        #expect(question.operationID == operationID)
        #expect(question.currentHub == nil && question.currentDeviceID == nil)
        #expect(question.linkedHubs.map(\.hostName) == [EmulatedService.toasters, EmulatedService.heatPumps])
        #expect(emulated.state.registrations().first?.sentPayload == nil)
    }

    @Test func `a failure is told with 200, its code and its text, and its reason to the log alone`() async {
        let failure = RegistrationFailure(
            code: 400_207, message: "Custom allocation failed with status code: 400", reason: "it said no")
        let emulated = EmulatedService(webhook: ScriptedWebhook([.failure(failure)]))
        let answer = await emulated.registerToTheEnd()
        #expect(answer.status == 200)
        #expect(answer["status"] == "failed")
        let state = answer["registrationState"]
        #expect(
            state?.object?.members.map(\.name) == [
                "registrationId", "createdDateTimeUtc", "status", "errorCode", "errorMessage",
                "lastUpdatedDateTimeUtc", "etag", "symmetricKey",
            ])
        #expect(state?["errorCode"] == 400_207)
        #expect(state?["errorMessage"] == "Custom allocation failed with status code: 400")
        #expect(!answer.json.description.contains("it said no"))
        #expect(
            emulated.lines.all.last
                == "registration \(EmulatedService.toaster) (enrollment group contoso-custom-allocated-devices): "
                + "failed with 400207 \"Custom allocation failed with status code: 400\": it said no")
    }

    @Test func `a device that asks again while it is being assigned gets the same operation`() async {
        let emulated = EmulatedService(webhook: ScriptedWebhook(isHeld: true))
        let first = await emulated.register()
        let second = await emulated.register(EmulatedService.toaster.uppercased())
        #expect(first["operationId"] == second["operationId"])
        emulated.webhook.release()
        await emulated.lines.end(of: EmulatedService.toaster)
        #expect(emulated.webhook.questions.count == 1)
        let third = await emulated.register()
        #expect(first["operationId"] != third["operationId"])
        await emulated.lines.end(of: EmulatedService.toaster)
    }

    @Test(arguments: [
        ("group", EmulatedService.group(isEnabled: false)),
        (
            "its own keys",
            try? EmulatedService.individual(
                EmulatedService.toaster,
                .symmetricKey(
                    primary: DeviceKey.derived(from: [1, 2, 3], for: EmulatedService.toaster),
                    secondary: []), isEnabled: false)
        ),
        (
            "the group's keys",
            try? EmulatedService.individual(
                EmulatedService.toaster, .symmetricKey(primary: [9], secondary: []), isEnabled: false)
        ),
    ])
    func `a device whose enrollment is disabled is told so at once`(
        name: String, enrollment: EnrollmentRecord?
    ) async throws {
        let enrollment = try #require(enrollment)
        let isGroup = name == "group"
        let emulated = EmulatedService(isGroup ? [enrollment] : [EmulatedService.group(), enrollment])
        let disabled: JSONValue = [
            "registrationId": .string(EmulatedService.toaster), "status": "disabled",
        ]
        let status: JSONValue = ["operationId": "", "status": "disabled", "registrationState": disabled]
        let put = await emulated.register()
        #expect(put.status == 200 && put.json == status)
        let poll = await emulated.poll("5.0.0")
        #expect(poll.status == 200 && poll.json == status)
        let lookup = await emulated.send(.post, "/0ne00000001/registrations/\(EmulatedService.toaster)")
        #expect(lookup.status == 200 && lookup.json == disabled)
        #expect(emulated.state.registrations().first?.status == .disabled)
        #expect(emulated.webhook.questions.isEmpty)
    }

    @Test func `a registration can be looked up once there is one`() async throws {
        let emulated = EmulatedService()
        let path = "/0ne00000001/registrations/\(EmulatedService.toaster)"
        let before = await emulated.send(.post, path)
        #expect(before.status == 404 && before["errorCode"] == 404_202)
        let status = await emulated.registerToTheEnd()
        let after = await emulated.send(
            .post, path, body: #"{"registrationId":"\#(EmulatedService.toaster)"}"#)
        #expect(after.status == 200)
        #expect(after.json == status["registrationState"])
    }

    @Test(arguments: [
        ("2018-11-01", "initialAssignment"), ("2019-03-31", "initialAssignment"),
        ("2019-04-15", "reprovisionedToInitialAssignment"),
        ("2026-11-01", "reprovisionedToInitialAssignment"),
    ])
    func `a substatus is told to those who know it`(version: String, substatus: String) async throws {
        let emulated = EmulatedService()
        _ = await emulated.registerToTheEnd()
        let operationID = try emulated.state.update(try RegistrationID(EmulatedService.toaster)) { kept, _ in
            kept?.substatus = .reprovisionedToInitialAssignment
            kept?.deviceID = EmulatedService.toaster
            kept?.returnedPayload = ["a": 1]
            return kept?.operationID ?? ""
        }
        let answer = await emulated.poll(operationID, version: version)
        #expect(answer["registrationState"]?["substatus"]?.string == substatus)
        #expect(
            answer["registrationState"]?.object?.members.map(\.name) == [
                "registrationId", "createdDateTimeUtc", "assignedHub", "deviceId", "status", "substatus",
                "lastUpdatedDateTimeUtc", "etag", "payload", "symmetricKey",
            ])
    }

    @Test func `a device with a TPM asks without a token how its own operation stands`() async throws {
        let emulated = EmulatedService()
        let status = await emulated.registerToTheEnd()
        let operationID = try #require(status["operationId"]?.string)
        _ = try emulated.state.update(try RegistrationID(EmulatedService.toaster)) { kept, _ in
            kept?.attestation = .tpm(endorsementKey: "AToA", storageRootKey: nil)
        }
        let poll = await emulated.send(.get, EmulatedService.operationPath + operationID, token: nil)
        #expect(poll.status == 200)
        #expect(poll["registrationState"]?["tpm"] == nil)
        let guess = await emulated.send(.get, EmulatedService.operationPath + "5.0.0", token: nil)
        #expect(guess.status == 401)
    }
}
