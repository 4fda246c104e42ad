import Allocation
import HTTP
import Testing

@testable import Emulator

struct AllocationRequestTests {
    /// None of the captured texts has white space inside a string.
    private func withoutWhiteSpace(_ text: String) -> String { text.filter { !$0.isWhitespace } }

    private func text(_ question: AllocationQuestion, _ definition: CustomAllocationDefinition) -> String {
        String(decoding: question.requestBody(for: definition), as: UTF8.self)
    }

    @Test(arguments: [
        ("breakroom499-contoso-tstrsd-007", CapturedRequests.toaster),
        ("mainbuilding167-contoso-hpsd-088", CapturedRequests.heatPump),
    ])
    func `a first registration is asked about as DPS does`(id: String, captured: String) throws {
        let definition = try Questions.definition()
        let question = try Questions.toaster(definition, id: id)
        #expect(text(question, definition) == withoutWhiteSpace(captured))
    }

    @Test func `a registration again is asked about as DPS does`() throws {
        let definition = try Questions.definition()
        let question = try Questions.toaster(
            definition,
            payload: ["MyDeviceFirmwareVersion": "12.0.2.5", "MyDeviceProvisioningVersion": "1.0.0.0"],
            currentHub: Questions.toasters)
        #expect(text(question, definition) == withoutWhiteSpace(CapturedRequests.reregistration))
    }

    private func individual(_ definition: CustomAllocationDefinition) throws -> AllocationQuestion {
        let id = try RegistrationID("sn-007-888-abc-mac-a1-b2-c3-d4-e5-f6")
        let record = EnrollmentRecord(
            subject: .individual(id, deviceID: "lobby-1"),
            attestation: .tpm(endorsementKey: "AToAAQALAAMAsgAg", storageRootKey: nil),
            etag: #""0000f176-0000-0700-0000-62eaad1e0000""#,
            createdDateTimeUTC: "2020-09-23T10:58:31.62286Z",
            lastUpdatedDateTimeUTC: "2020-09-23T10:58:31.62286Z",
            allocationPolicy: .custom, customAllocation: definition)
        return AllocationQuestion(
            registrationID: id, operationID: "4", enrollment: record,
            attestation: .tpm(endorsementKey: "AToAAQALAAMAsgAg", storageRootKey: "AToAAQALAAMAcgAg"),
            linkedHubs: [LinkedHub(hostName: Questions.toasters)])
    }

    @Test func `an individual enrollment without what is optional is written as DPS does`() throws {
        let definition = try Questions.definition(apiVersion: "2019-03-31")
        #expect(
            text(try individual(definition), definition) == withoutWhiteSpace(CapturedRequests.individualTPM))
    }

    @Test func `the service's own code reads what is written`() throws {
        let definition = try Questions.definition()
        let toaster = try AllocationRequest(
            json: Questions.toaster(definition, currentHub: Questions.heatPumps).requestBody(for: definition))
        #expect(toaster.registrationID?.text == "breakroom499-contoso-tstrsd-007")
        #expect(toaster.linkedHubs == [Questions.toasters, Questions.heatPumps])
        #expect(toaster.currentHub == Questions.heatPumps)
        #expect(toaster.enrollment == Enrollment(kind: .group, id: "contoso-custom-allocated-devices"))
        #expect(toaster.attestation == .symmetricKey)
        let lobby = try AllocationRequest(json: individual(definition).requestBody(for: definition))
        #expect(
            lobby.enrollment == Enrollment(kind: .individual, id: "sn-007-888-abc-mac-a1-b2-c3-d4-e5-f6"))
        #expect(lobby.attestation == .tpm)
    }

    @Test func `a certificate is base64 of DER`() throws {
        let definition = try Questions.definition()
        let question = try Questions.toaster(definition, attestation: .x509(certificate: [0x30, 0x03, 1]))
        #expect(text(question, definition).contains(#""x509":{"clientCertificate":"MAMB"}"#))
    }

    @Test(arguments: [
        ("http://127.0.0.1:8080/api/allocate", "http://127.0.0.1:8080/api/allocate"),
        ("http://127.0.0.1:8080/api/allocate?code=KEY", "http://127.0.0.1:8080/api/allocate?****"),
    ])
    func `the query of the webhook's URL is hidden`(url: String, written: String) throws {
        let definition = try Questions.definition(url)
        let body = text(try Questions.toaster(definition), definition)
        #expect(body.contains(#""webhookUrl":"\#(written)""#))
        #expect(!body.contains("\n"))
    }
}
