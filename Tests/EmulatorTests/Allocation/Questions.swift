import Allocation
import HTTP

@testable import Emulator

/// What the tests ask webhooks with: the article's names.
enum Questions {
    static let toasters = "contoso-toasters-hub-1098.azure-devices.net"
    static let heatPumps = "contoso-heatpumps-hub-1098.azure-devices.net"
    static let hubs = [LinkedHub(hostName: toasters), LinkedHub(hostName: heatPumps)]

    static func definition(
        _ url: String =
            "https://contoso-function-app-1098.azurewebsites.net/api/HttpTrigger1?code=KEY-OF-THE-WEBHOOK",
        apiVersion: String = "2021-10-01"
    ) throws -> CustomAllocationDefinition {
        CustomAllocationDefinition(webhookURL: try HTTPURL(url), apiVersion: apiVersion)
    }

    static func group(_ definition: CustomAllocationDefinition) -> EnrollmentRecord {
        EnrollmentRecord(
            subject: .group("contoso-custom-allocated-devices"),
            attestation: .symmetricKey(primary: [1], secondary: [2]),
            iotEdge: false,
            etag: #""13003fea-0000-0300-0000-62d1d5e50000""#,
            reprovisionPolicy: .standard,
            createdDateTimeUTC: "2022-07-05T21:27:16.8123235Z",
            lastUpdatedDateTimeUTC: "2022-07-15T21:02:29.5922255Z",
            allocationPolicy: .custom,
            hubs: [toasters, heatPumps],
            customAllocation: definition)
    }

    static func toaster(
        _ definition: CustomAllocationDefinition, id: String = "breakroom499-contoso-tstrsd-007",
        attestation: RuntimeAttestation = .symmetricKey, payload: JSONValue? = nil, currentHub: String? = nil
    ) throws -> AllocationQuestion {
        AllocationQuestion(
            registrationID: try RegistrationID(id), operationID: "5.316aac5bdc130deb.b1e02da8",
            enrollment: group(definition), attestation: attestation, payload: payload,
            currentHub: currentHub, currentDeviceID: currentHub.map { _ in id }, linkedHubs: hubs)
    }
}
