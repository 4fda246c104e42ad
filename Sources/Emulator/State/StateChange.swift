import Allocation

/// What is kept together, or not at all: a line of the journal.
struct StateChange: Sendable, Equatable {
    var registration: Registration?
    var registrationGone: RegistrationID?
    var devices: [HubDevice] = []
    var devicesGone: [HubDevice.Key] = []
    var call: WebhookCall?

    var isEmpty: Bool {
        registration == nil && registrationGone == nil && devices.isEmpty && devicesGone.isEmpty
            && call == nil
    }
}

extension StateChange {
    var json: JSONValue {
        var object = JSONObject()
        object["registration"] = registration?.journaled
        object["registrationGone"] = registrationGone.map { .string($0.text) }
        if !devices.isEmpty { object["devices"] = .array(devices.map(\.journaled)) }
        if !devicesGone.isEmpty {
            object["devicesGone"] = .array(
                devicesGone.map { ["hub": .string($0.hub), "deviceId": .string($0.deviceID)] })
        }
        object["call"] = call?.journaled
        return .object(object)
    }

    /// - Throws: `JournalFault` for what `json` does not give.
    init(_ json: JSONValue) throws(JournalFault) {
        let entry = try JournalEntry(json)
        if let value = entry.value("registration") { registration = try Registration(journaled: value) }
        if let id = try entry.optionalText("registrationGone") {
            registrationGone = try JournalEntry.registrationID(id)
        }
        for value in try entry.array("devices") { devices.append(try HubDevice(journaled: value)) }
        for value in try entry.array("devicesGone") {
            let entry = try JournalEntry(value)
            devicesGone.append(
                HubDevice.Key(hub: try entry.text("hub"), deviceID: try entry.text("deviceId")))
        }
        if let value = entry.value("call") { call = try WebhookCall(journaled: value) }
        guard !isEmpty else { throw JournalFault("it changes nothing") }
    }
}
