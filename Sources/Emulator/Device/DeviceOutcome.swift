import Allocation

/// What came of one device's registration.
struct DeviceOutcome: Sendable, Equatable {
    let registrationID: RegistrationID
    let ending: DeviceEnding
    /// How the device came to its hub, in the service's word.
    let substatus: String?
    /// What the webhook gave for the device.
    let payload: JSONValue?
    /// From the first request to the end.
    let milliseconds: Int
    /// How many HTTP answers came.
    let answers: Int

    var json: JSONValue {
        var hub: JSONValue = nil
        var deviceID: JSONValue = nil
        if case .assigned(let assignedHub, let assignedID) = ending {
            (hub, deviceID) = (.string(assignedHub), .string(assignedID))
        }
        return [
            "registrationId": .string(registrationID.text),
            "status": Self.text(ending.status?.rawValue),
            "substatus": Self.text(substatus),
            "assignedHub": hub,
            "deviceId": deviceID,
            "payload": payload ?? nil,
            "errorCode": ending.code.map { .number(JSONNumber(Int64($0))) } ?? nil,
            "errorName": Self.text(ending.codeName),
            "errorMessage": Self.text(ending.message),
            "sdkResult": .string(ending.sdkResult.rawValue),
            "milliseconds": .number(JSONNumber(Int64(milliseconds))),
            "answers": .number(JSONNumber(Int64(answers))),
        ]
    }

    private static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? nil }
}
