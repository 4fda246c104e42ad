import Allocation

extension HubDevice {
    /// The identity as IoT Hub's REST API shows it (`Device`), without keys: what the emulator does not have is what a device has
    /// that never connected.
    var identity: JSONValue {
        [
            "deviceId": .string(deviceID), "generationId": .string(generationID), "etag": .string(deviceETag),
            "connectionState": "Disconnected", "status": "enabled", "statusReason": nil,
            "connectionStateUpdatedTime": "0001-01-01T00:00:00",
            "statusUpdatedTime": "0001-01-01T00:00:00", "lastActivityTime": "0001-01-01T00:00:00",
            "cloudToDeviceMessageCount": 0, "authentication": ["type": .string(authentication.rawValue)],
            "capabilities": ["iotEdge": .bool(iotEdge)],
        ]
    }

    /// The twin as IoT Hub's REST API shows it (`Twin`). Of each property's time only that of the twin's last change is known.
    var twin: JSONValue {
        [
            "deviceId": .string(deviceID), "etag": .string(twinETag), "deviceEtag": .string(deviceETag),
            "status": "enabled", "statusUpdateTime": "0001-01-01T00:00:00",
            "connectionState": "Disconnected", "lastActivityTime": "0001-01-01T00:00:00",
            "cloudToDeviceMessageCount": 0, "authenticationType": .string(authentication.rawValue),
            "x509Thumbprint": ["primaryThumbprint": nil, "secondaryThumbprint": nil], "modelId": "",
            "version": .number(JSONNumber(Int64(twinVersion))), "tags": .object(tags),
            "properties": [
                "desired": properties(desired, version: desiredVersion),
                "reported": properties(reported, version: reportedVersion),
            ],
            "capabilities": ["iotEdge": .bool(iotEdge)],
        ]
    }

    private var generationID: String { String(created.nanosecondsSinceEpoch / 100) }

    private var deviceETag: String {
        Base64.standard.encode(Array(String(created.nanosecondsSinceEpoch / 100 % 1_000_000_000).utf8))
    }

    private var twinETag: String {
        let number = UInt64(max(twinVersion - 1, 0))
        return Base64.standard.encode((0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) })
    }

    private func properties(_ members: JSONObject, version: Int) -> JSONValue {
        var object = members
        object["$metadata"] = Self.metadata(of: .object(members), at: .string(lastUpdated.description))
        object["$version"] = .number(JSONNumber(Int64(version)))
        return .object(object)
    }

    /// Each object and each value has one, arrays as a whole (Microsoft Learn, "Understand and use device twins", "Device twin
    /// metadata").
    private static func metadata(of value: JSONValue, at time: JSONValue) -> JSONValue {
        var object: JSONObject = ["$lastUpdated": time]
        for member in value.object?.members ?? [] {
            object[member.name] = metadata(of: member.value, at: time)
        }
        return .object(object)
    }
}
