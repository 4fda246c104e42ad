import Allocation

/// What the state is at one moment.
struct StateContents: Sendable {
    private(set) var registrations: [RegistrationID: Registration] = [:]
    private(set) var devices: [HubDevice.Key: HubDevice] = [:]
    private(set) var calls: KeptCalls
    /// The number of the last call, be it kept or not.
    var lastCall = 0

    init(keptCalls: Int) {
        calls = KeptCalls(limit: keptCalls)
    }

    mutating func apply(_ change: StateChange) {
        if let id = change.registrationGone { registrations[id] = nil }
        if let registration = change.registration {
            // The key's spelling is the registration's: assigning to one that is there would leave the former.
            registrations[registration.registrationID] = nil
            registrations[registration.registrationID] = registration
        }
        for key in change.devicesGone { devices[key] = nil }
        for device in change.devices { devices[device.key] = device }
        if let call = change.call {
            calls.append(call)
            lastCall = max(lastCall, call.number)
        }
    }

    /// Calls for each change that makes this state from an empty one.
    func forEachChange<Failure: Error>(
        _ body: (StateChange) throws(Failure) -> Void
    ) throws(Failure) {
        for registration in registrations.values { try body(StateChange(registration: registration)) }
        for device in devices.values { try body(StateChange(devices: [device])) }
        for call in calls.oldestFirst { try body(StateChange(call: call)) }
    }
}
