import Allocation
import Emulator
import HTTP
import Testing

/// Devices with certificates and TPMs on the whole way from the configuration to the webhook.
@Suite(.timeLimit(.minutes(1)))
struct AttestedRegistrationTests {
    private static let field = "X-Client-Certificate"
    private static let tpmDevice = "mainbuilding167-contoso-hpsd-088"
    private static let path = "/0ne00000001/registrations/"

    private static func emulated() throws -> EmulatedService {
        let custom = """
            "allocationPolicy": "custom",
            "customAllocationDefinition": { "webhookUrl": "http://127.0.0.1/a?code=k", "apiVersion": "2021-10-01" }
            """
        let text = """
            {
                "provisioningService": { "name": "contoso", "idScope": "0ne00000001", "linkedHubs": ["\(EmulatedService.toasters)"] },
                "enrollmentGroups": [{
                    "enrollmentGroupId": "with-certificates",
                    "attestation": { "type": "x509", "x509": { "signingCertificates": {
                        "primary": { "certificate": "\(IssuedCertificate.authority.pem.replacing("\n", with: "\\n"))" }
                    } } }, \(custom)
                }],
                "individualEnrollments": [{
                    "registrationId": "\(tpmDevice)", "deviceId": "heat-pump-88",
                    "attestation": { "type": "tpm", "tpm": { "endorsementKey": "AToA", "storageRootKey": "AToB" } }, \(custom)
                }]
            }
            """
        let configuration = try EmulatorConfiguration(
            reading: Array(text.utf8), at: PreciseTime(nanosecondsSinceEpoch: EmulatedService.now))
        let emulated = EmulatedService(configuration.enrollments) { $0.clientCertificateField = field }
        emulated.clock.advance(by: .seconds(30 * 86_400))
        return emulated
    }

    private static func question(to emulated: EmulatedService) throws -> JSONValue {
        let question = try #require(emulated.webhook.questions.first)
        let definition = try #require(question.enrollment.customAllocation)
        return try JSONValue(parsing: question.requestBody(for: definition))
    }

    @Test(arguments: [IssuedCertificate.device.base64, ":\(IssuedCertificate.device.base64):"])
    func `a device with a certificate is assigned, and the webhook sees the certificate`(
        value: String
    ) async throws {
        let (emulated, id) = (try Self.emulated(), EmulatedService.toaster)
        let begun = await emulated.send(
            .put, Self.path + id + "/register", token: nil, fields: [(Self.field, value)],
            body: #"{"registrationId":"\#(id)"}"#)
        #expect(begun.status == 202)
        await emulated.lines.end(of: id)
        let operationID = try #require(begun["operationId"]?.string)
        let poll = Self.path + id + "/operations/" + operationID
        let over = await emulated.send(.get, poll, token: nil, fields: [(Self.field, value)])
        #expect(over["status"] == "assigned")
        #expect(over["registrationState"]?["x509"]?["enrollmentGroupId"] == "with-certificates")
        #expect(await emulated.send(.get, poll, token: nil).status == 401)

        let body = try Self.question(to: emulated)
        #expect(
            body["deviceRuntimeContext"] == [
                "registrationId": .string(id),
                "x509": ["clientCertificate": .string(IssuedCertificate.device.base64)],
            ])
        #expect(body["enrollmentGroup"]?["attestation"] == ["type": "x509"])
        #expect(
            body["enrollmentGroup"]?["customAllocationDefinition"]?["webhookUrl"]
                == "http://127.0.0.1/a?****")
    }

    @Test func `a device with a TPM is assigned, and the webhook sees its keys`() async throws {
        let (emulated, id) = (try Self.emulated(), Self.tpmDevice)
        let keys: JSONValue = ["endorsementKey": "AToA", "storageRootKey": "AToC"]
        let begun = await emulated.send(
            .put, Self.path + id + "/register", token: nil,
            body: JSONValue.object(["registrationId": .string(id), "tpm": keys]).description)
        #expect(begun.status == 202)
        await emulated.lines.end(of: id)
        let operationID = try #require(begun["operationId"]?.string)
        let over = await emulated.send(.get, Self.path + id + "/operations/" + operationID, token: nil)
        #expect(over["status"] == "assigned")

        let body = try Self.question(to: emulated)
        #expect(body["deviceRuntimeContext"] == ["registrationId": .string(id), "tpm": keys])
        #expect(body["individualEnrollment"]?["deviceId"] == "heat-pump-88")
        #expect(body["individualEnrollment"]?["attestation"] == ["type": "tpm"])
    }

    @Test func `a device that proves something else is refused`() async throws {
        let emulated = try Self.emulated()
        let toaster = EmulatedService.toaster
        for (id, fields, tpm) in [
            (toaster, [], nil),
            (toaster, [(Self.field, "no certificate")], nil),
            (toaster, [(Self.field, IssuedCertificate.deviceWithRSA.base64)], nil),
            ("another-device", [(Self.field, IssuedCertificate.device.base64)], nil),
            (toaster, [("X-Other-Field", IssuedCertificate.device.base64)], nil),
            (Self.tpmDevice, [], "AToB"),
            (Self.tpmDevice, [], nil),
        ] as [(String, [(String, String)], String?)] {
            let answer = await emulated.send(
                .put, Self.path + id + "/register", token: nil, fields: fields,
                body: tpm.map { #"{"tpm":{"endorsementKey":"\#($0)"}}"# } ?? "")
            #expect(answer.status == 401, "\(id) \(fields)")
            #expect(answer["errorCode"] == 401_002)
        }
        let stranger = await emulated.send(
            .put, Self.path + toaster + "/register", token: nil,
            body: #"{"tpm":{"endorsementKey":"AToA"}}"#)
        #expect(stranger.status == 404)
        #expect(stranger["errorCode"] == 404_201)
        #expect(emulated.webhook.questions.isEmpty)
    }
}
