import Allocation
import HTTP

extension EnrollmentRecord {
    /// As the service shows it, to those who ask for it and to webhooks: members, their order and their spelling are those of
    /// captured requests. What the record does not have is left out, and no key is in it, nor the query of the webhook's URL.
    func json(with definition: CustomAllocationDefinition?) -> JSONObject {
        var record = JSONObject()
        switch subject {
        case .group(let id):
            record["enrollmentGroupId"] = .string(id)
        case .individual(let id, let deviceID):
            record["registrationId"] = .string(id.text)
            record["deviceId"] = deviceID.map(JSONValue.string)
        }
        record["attestation"] = ["type": .string(attestation.type)]
        record["capabilities"] = iotEdge.map { ["iotEdge": .bool($0)] }
        record["initialTwin"] = initialTwin
        record["etag"] = .string(etag)
        record["provisioningStatus"] = .string(isEnabled ? "enabled" : "disabled")
        record["reprovisionPolicy"] = reprovisionPolicy.map {
            [
                "updateHubAssignment": .bool($0.updateHubAssignment),
                "migrateDeviceData": .bool($0.migrateDeviceData),
            ]
        }
        record["createdDateTimeUtc"] = .string(createdDateTimeUTC)
        record["lastUpdatedDateTimeUtc"] = .string(lastUpdatedDateTimeUTC)
        record["allocationPolicy"] = allocationPolicy.map { .string($0.rawValue) }
        record["iotHubs"] = hubs.map { .array($0.map(JSONValue.string)) }
        record["customAllocationDefinition"] = definition.map {
            ["webhookUrl": .string($0.webhookURL.redacted), "apiVersion": .string($0.apiVersion)]
        }
        return record
    }
}
