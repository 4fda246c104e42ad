import Allocation

/// What DPS would send, for a device of an enrollment group that says who asks.
struct ExaminationRequest {
    /// By this group the requests are known in the history.
    static let enrollmentGroup = "dps-allocator-doctor"

    /// The largest message that DPS has (Microsoft Learn, "Azure IoT Hub Device Provisioning Service limits").
    static let largestBody = 96 * 1024

    let registrationID: String
    let hubs: [String]
    let webhook: ExaminedWebhook
    let time: Timestamp

    /// - Parameter size: how many bytes it shall have; it is filled up by the payload that the device would have sent.
    /// - Returns: an AllocationRequest.
    func body(ofSize size: Int? = nil) -> [UInt8] {
        let plain = body(filling: "")
        guard let size, size > plain.count else { return plain }
        return body(filling: String(repeating: "x", count: size - plain.count))
    }

    private func body(filling: String) -> [UInt8] {
        let hubs = JSONValue.array(hubs.map { .string($0) })
        let value: JSONValue = [
            "enrollmentGroup": [
                "enrollmentGroupId": .string(Self.enrollmentGroup), "attestation": ["type": "symmetricKey"],
                "capabilities": ["iotEdge": false], "etag": "\"00000000-0000-0000-0000-000000000000\"",
                "provisioningStatus": "enabled",
                "reprovisionPolicy": ["updateHubAssignment": true, "migrateDeviceData": true],
                "createdDateTimeUtc": .string(time.description),
                "lastUpdatedDateTimeUtc": .string(time.description), "allocationPolicy": "custom",
                "iotHubs": hubs,
                "customAllocationDefinition": [
                    "webhookUrl": .string(webhook.redacted), "apiVersion": "2021-10-01",
                ],
            ],
            "deviceRuntimeContext": [
                "registrationId": .string(registrationID), "symmetricKey": [:],
                "payload": ["filling": .string(filling)],
            ],
            "linkedHubs": hubs,
        ]
        return value.serialized()
    }
}
