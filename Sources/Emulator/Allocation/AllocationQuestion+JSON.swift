import Allocation
import HTTP

extension AllocationQuestion {
    /// The AllocationRequest that DPS posts to a webhook, on one line: members, their order and their spelling are those of captured
    /// requests. What the enrollment's record does not have is left out, and no key is in it.
    ///
    /// Of a request with an X.509 certificate no full capture is known; its member is read by others as base64 of DER.
    package func requestBody(for definition: CustomAllocationDefinition) -> [UInt8] {
        var body = JSONObject()
        switch enrollment.subject {
        case .group: body["enrollmentGroup"] = .object(record(with: definition))
        case .individual: body["individualEnrollment"] = .object(record(with: definition))
        }
        body["deviceRuntimeContext"] = .object(runtimeContext)
        body["linkedHubs"] = .array(linkedHubs.map { .string($0.hostName) })
        return JSONValue.object(body).serialized()
    }

    private func record(with definition: CustomAllocationDefinition) -> JSONObject {
        var record = JSONObject()
        switch enrollment.subject {
        case .group(let id):
            record["enrollmentGroupId"] = .string(id)
        case .individual(let id, let deviceID):
            record["registrationId"] = .string(id.text)
            record["deviceId"] = deviceID.map(JSONValue.string)
        }
        record["attestation"] = ["type": .string(enrollment.attestation.type)]
        record["capabilities"] = enrollment.iotEdge.map { ["iotEdge": .bool($0)] }
        record["initialTwin"] = enrollment.initialTwin
        record["etag"] = .string(enrollment.etag)
        record["provisioningStatus"] = .string(enrollment.isEnabled ? "enabled" : "disabled")
        record["reprovisionPolicy"] = enrollment.reprovisionPolicy.map {
            [
                "updateHubAssignment": .bool($0.updateHubAssignment),
                "migrateDeviceData": .bool($0.migrateDeviceData),
            ]
        }
        record["createdDateTimeUtc"] = .string(enrollment.createdDateTimeUTC)
        record["lastUpdatedDateTimeUtc"] = .string(enrollment.lastUpdatedDateTimeUTC)
        record["allocationPolicy"] = enrollment.allocationPolicy.map { .string($0.rawValue) }
        record["iotHubs"] = enrollment.hubs.map { .array($0.map(JSONValue.string)) }
        record["customAllocationDefinition"] = [
            "webhookUrl": .string(definition.webhookURL.redacted),
            "apiVersion": .string(definition.apiVersion),
        ]
        return record
    }

    private var runtimeContext: JSONObject {
        var context: JSONObject = ["registrationId": .string(registrationID.text)]
        context["currentIotHubHostName"] = currentHub.map(JSONValue.string)
        context["currentDeviceId"] = currentDeviceID.map(JSONValue.string)
        switch attestation {
        case .symmetricKey:
            context["symmetricKey"] = .object([:])
        case .x509(let certificate):
            context["x509"] = ["clientCertificate": .string(Base64.standard.encode(certificate))]
        case .tpm(let endorsementKey, let storageRootKey):
            var keys: JSONObject = ["endorsementKey": .string(endorsementKey)]
            keys["storageRootKey"] = storageRootKey.map(JSONValue.string)
            context["tpm"] = .object(keys)
        }
        context["payload"] = payload
        return context
    }
}
