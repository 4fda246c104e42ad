package import Allocation
import HTTP

/// What can be seen and changed at the hubs.
package struct HubRoutes: Sendable {
    private let state: EmulatorState
    private let linkedHubs: [LinkedHub]
    private let surroundings: Surroundings

    package init(state: EmulatorState, linkedHubs: [LinkedHub], surroundings: Surroundings) {
        self.state = state
        self.linkedHubs = linkedHubs
        self.surroundings = surroundings
    }

    /// - `GET /emulator/hubs`: `{"hubs":[{"hostName":...,"devices":3}]}`, as they are linked.
    /// - `GET /emulator/hubs/{host}/devices?limit=&after=`: `{"devices":[...],"next":"..."}`, in the order of their IDs.
    /// - `GET`, `PUT`, `DELETE /emulator/hubs/{host}/devices/{id}`: an identity. `PUT` makes one with an empty twin, or answers 409;
    ///   a registration is left alone by both.
    /// - `GET`, `PATCH .../twin`: the twin; a back end's update of it.
    /// - `PATCH .../twin/reported`: stands for the device's own update.
    ///
    /// What is patched is a merge patch (RFC 7396) or plain JSON by its media type, if it names one; else 415.
    package var all: [EmulatorRoute] {
        let device = "emulator/hubs/{host}/devices/{id}"
        return [
            EmulatorRoute(.get, "emulator/hubs") { _ in hubs() },
            EmulatorRoute(.get, "emulator/hubs/{host}/devices", devices),
            EmulatorRoute(.get, device) { call in read(call, \.identity) },
            EmulatorRoute(.put, device, make),
            EmulatorRoute(.delete, device, remove),
            EmulatorRoute(.get, device + "/twin") { call in read(call, \.twin) },
            EmulatorRoute(.patch, device + "/twin") { call in
                await change(call) { patch throws(TwinChange.Fault) in try TwinChange(backEnd: patch) }
            },
            EmulatorRoute(.patch, device + "/twin/reported") { call in
                await change(call) { patch throws(TwinChange.Fault) in try TwinChange(device: patch) }
            },
        ]
    }

    private func hubs() -> HTTPResponse {
        let counts = state.deviceCounts()
        return .json([
            "hubs": .array(
                linkedHubs.map { hub in
                    let count = counts[hub.hostName.asciiFolded] ?? 0
                    return ["hostName": .string(hub.hostName), "devices": .number(JSONNumber(Int64(count)))]
                })
        ])
    }

    private func devices(_ call: EmulatorCall) -> HTTPResponse {
        guard let hub = hub(call) else { return Self.noHub }
        do throws(QueryFault) {
            let (page, next) = try PageRequest(call.request.target)
                .page(of: state.devices(of: hub), by: \.deviceID)
            var body: JSONObject = ["devices": .array(page.map(\.identity))]
            body["next"] = next.map(JSONValue.string)
            return .json(.object(body))
        } catch {
            return .problem(.badRequest, error.description)
        }
    }

    private func read(_ call: EmulatorCall, _ part: (HubDevice) -> JSONValue) -> HTTPResponse {
        guard let hub = hub(call) else { return Self.noHub }
        guard let device = state.device(HubDevice.Key(hub: hub, deviceID: call["id"])) else {
            return Self.noDevice
        }
        return .json(part(device))
    }

    private func make(_ call: EmulatorCall) -> HTTPResponse {
        guard let hub = hub(call) else { return Self.noHub }
        let id = call["id"]
        guard DeviceID.isValid(id) else {
            return .problem(.badRequest, "A device ID has \(DeviceID.rule).")
        }
        let device = HubDevice(hub: hub, deviceID: id, iotEdge: false, at: now)
        return kept {
            () throws(StateError) in
            try state.updateDevices { devices in
                guard devices[device.key] == nil else {
                    return .problem(.conflict, "The hub has a device with this ID already.")
                }
                devices[device.key] = device
                return .json(device.identity, .created)
            }
        }
    }

    private func remove(_ call: EmulatorCall) -> HTTPResponse {
        guard let hub = hub(call) else { return Self.noHub }
        let key = HubDevice.Key(hub: hub, deviceID: call["id"])
        return kept {
            () throws(StateError) in
            try state.updateDevices { devices in
                guard devices[key] != nil else { return Self.noDevice }
                devices[key] = nil
                return HTTPResponse(status: .noContent)
            }
        }
    }

    private func change(
        _ call: EmulatorCall, _ read: (JSONValue) throws(TwinChange.Fault) -> TwinChange
    ) async -> HTTPResponse {
        guard let hub = hub(call) else { return Self.noHub }
        let patch: JSONValue
        do throws(EmulatorCall.BodyRefusal) {
            patch = try await call.mergePatch()
        } catch {
            return error.response
        }
        let change: TwinChange
        do throws(TwinChange.Fault) {
            change = try read(patch)
        } catch {
            return .problem(.badRequest, error.description)
        }
        let (key, now) = (HubDevice.Key(hub: hub, deviceID: call["id"]), now)
        return kept {
            () throws(StateError) in
            try state.updateDevices { devices in
                guard var device = devices[key] else { return Self.noDevice }
                do throws(TwinChange.Fault) {
                    try change.apply(to: &device, at: now)
                } catch {
                    return .problem(.badRequest, error.description)
                }
                devices[key] = device
                return .json(device.twin)
            }
        }
    }

    private func kept(_ answer: () throws(StateError) -> HTTPResponse) -> HTTPResponse {
        do throws(StateError) {
            return try answer()
        } catch {
            return .problem(.insufficientStorage, "Nothing was changed: \(error).")
        }
    }

    private func hub(_ call: EmulatorCall) -> String? {
        linkedHubs.first { $0.hostName.equalsFoldingCase(call["host"]) }?.hostName
    }

    private var now: PreciseTime { surroundings.preciseNow }

    private static let noHub = HTTPResponse.problem(.notFound, "No hub with this name is linked.")
    private static let noDevice = HTTPResponse.problem(.notFound, "The hub has no device with this ID.")
}
