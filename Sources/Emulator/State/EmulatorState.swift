package import Allocation
import Synchronization

/// Everything that changes while the emulator runs: registrations, the hubs' devices, the calls of webhooks.
package final class EmulatorState: Sendable {
    private struct Contents {
        var registrations: [RegistrationID: Registration] = [:]
        var devices: [HubDevice.Key: HubDevice] = [:]
        /// Oldest first.
        var calls: [WebhookCall] = []
        var lastCall = 0
    }

    private let contents = Mutex(Contents())
    private let keptCalls: Int

    package init(keptCalls: Int) {
        self.keptCalls = keptCalls
    }

    package func registration(_ id: RegistrationID) -> Registration? {
        contents.withLock { $0.registrations[id] }
    }

    /// In the order of their registration IDs.
    package func registrations() -> [Registration] {
        contents.withLock { Array($0.registrations.values) }
            .sorted { $0.registrationID.folded < $1.registrationID.folded }
    }

    /// Changes a registration together with devices at hubs: all of it or nothing.
    ///
    /// - Parameters:
    ///   - id: the registration's ID.
    ///   - change: given the registration as it is, `nil` where there is none, and what the hubs have; what it leaves there is kept.
    /// - Returns: what `change` returns.
    package func update<Result: Sendable>(
        _ id: RegistrationID, _ change: (inout Registration?, inout HubDevices) -> Result
    ) -> Result {
        contents.withLock { contents in
            var registration = contents.registrations[id]
            var devices = HubDevices(before: contents.devices)
            let result = change(&registration, &devices)
            contents.registrations[id] = registration
            for (key, device) in devices.changed { contents.devices[key] = device }
            return result
        }
    }

    package func device(_ key: HubDevice.Key) -> HubDevice? {
        contents.withLock { $0.devices[key] }
    }

    /// Of one hub, in the order of their device IDs.
    package func devices(of hub: String) -> [HubDevice] {
        let hub = hub.asciiFolded
        return contents.withLock { $0.devices.filter { $0.key.hub == hub }.map(\.value) }
            .sorted { $0.deviceID < $1.deviceID }
    }

    /// Keeps a call under the next number.
    package func record(_ makeCall: (_ number: Int) -> WebhookCall) {
        contents.withLock { contents in
            contents.lastCall += 1
            contents.calls.append(makeCall(contents.lastCall))
            if contents.calls.count > keptCalls {
                contents.calls.removeFirst(contents.calls.count - keptCalls)
            }
        }
    }

    /// Newest first, at most so many, below a number if one is given.
    package func calls(limit: Int, below number: Int? = nil, of id: RegistrationID? = nil) -> [WebhookCall] {
        contents.withLock { contents in
            Array(
                contents.calls.reversed().lazy
                    .filter { call in
                        (number.map { call.number < $0 } ?? true)
                            && (id.map { call.registrationID == $0 } ?? true)
                    }
                    .prefix(limit))
        }
    }
}
