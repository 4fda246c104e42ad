package import Allocation

/// A hub that was found for a registering device, and what is done there.
package struct HubAssignment: Sendable {
    package let enrollment: EnrollmentRecord
    package let hub: String
    /// The webhook's, if it returned any.
    package let initialTwin: JSONValue?
    package let payload: JSONValue?
    package let returnedTwin: EmulatorConfiguration.ReturnedTwin

    package init(
        enrollment: EnrollmentRecord, hub: String, initialTwin: JSONValue?, payload: JSONValue?,
        returnedTwin: EmulatorConfiguration.ReturnedTwin
    ) {
        self.enrollment = enrollment
        self.hub = hub
        self.initialTwin = initialTwin
        self.payload = payload
        self.returnedTwin = returnedTwin
    }

    /// Makes the registration `assigned` and the hub's device what the reprovision policy wants (Microsoft Learn, "IoT Hub Device
    /// reprovisioning concepts").
    ///
    /// What is documented nowhere: a device that the hub had already, though it was not registered, keeps its twin; one that
    /// somebody removed from its hub is made there anew as at the first time.
    ///
    /// - Parameters:
    ///   - registration: as it was before this assignment in `assignedHub` and `deviceID`.
    ///   - devices: the hubs'.
    ///   - now: the time of the change.
    package func apply(
        to registration: inout Registration, in devices: inout HubDevices, at now: PreciseTime
    ) {
        let place = place(of: registration)
        let present = devices[HubDevice.Key(hub: place.hub, deviceID: place.deviceID)]
        var device = present ?? initialDevice(place, at: now)
        if let former = place.former, !former.hub.equalsFoldingCase(place.hub) {
            let key = HubDevice.Key(hub: former.hub, deviceID: former.deviceID)
            let left = devices[key]
            devices[key] = nil
            if policy.migrateDeviceData, let left {
                device = HubDevice(moving: left, to: place.hub, at: now)
                overwriteTwin(of: &device, at: now)
                registration.substatus = .deviceDataMigrated
            } else {
                device = initialDevice(place, at: now)
                registration.substatus = .deviceDataReset
            }
        } else if place.former == nil {
            registration.substatus = present == nil ? .initialAssignment : .reprovisionedToInitialAssignment
            if present != nil { overwriteTwin(of: &device, at: now) }
        } else {
            if present != nil { overwriteTwin(of: &device, at: now) }
            registration.substatus = .initialAssignment
        }
        if device != present { devices[device.key] = device }
        registration.assignedHub = place.hub
        registration.deviceID = place.deviceID
        registration.status = .assigned
        registration.returnedPayload = payload
        registration.failure = nil
        registration.lastUpdated = now
    }

    private struct Place {
        let hub: String
        let deviceID: String
        let former: (hub: String, deviceID: String)?
    }

    private var policy: ReprovisionPolicy { enrollment.reprovisionPolicy ?? .standard }

    /// A device that was registered keeps its ID, unless it is set back at another hub.
    private func place(of registration: Registration) -> Place {
        let deviceID =
            if case .individual(_, let deviceID?) = enrollment.subject { deviceID } else {
                registration.registrationID.text
            }
        guard let former = registration.assignedHub else {
            return Place(hub: hub, deviceID: deviceID, former: nil)
        }
        let formerID = registration.deviceID ?? deviceID
        let stays = !policy.updateHubAssignment || hub.equalsFoldingCase(former)
        return Place(
            hub: stays ? former : hub,
            deviceID: stays || policy.migrateDeviceData ? formerID : deviceID,
            former: (former, formerID))
    }

    private func initialDevice(_ place: Place, at now: PreciseTime) -> HubDevice {
        let twin = Self.sections(of: initialTwin ?? enrollment.initialTwin)
        let authentication: HubDevice.Authentication =
            if case .x509 = enrollment.attestation { .selfSigned } else { .sas }
        return HubDevice(
            hub: place.hub, deviceID: place.deviceID, iotEdge: enrollment.iotEdge ?? false,
            authentication: authentication, tags: twin.tags, desired: twin.desired, at: now)
    }

    private func overwriteTwin(of device: inout HubDevice, at now: PreciseTime) {
        guard returnedTwin == .always, let initialTwin else { return }
        let twin = Self.sections(of: initialTwin)
        device.tags = twin.tags
        device.desired = twin.desired
        device.desiredVersion += 1
        device.twinVersion += 1
        device.lastUpdated = now
    }

    /// Without nulls, which stand for nothing.
    private static func sections(of twin: JSONValue?) -> (tags: JSONObject, desired: JSONObject) {
        let twin = JSONValue.object([:]).merging(patch: twin ?? [:])
        return (twin["tags"]?.object ?? [:], twin["properties"]?["desired"]?.object ?? [:])
    }
}

extension HubDevice {
    /// A device that goes to another hub with its twin, whose versions count on.
    fileprivate init(moving device: HubDevice, to hub: String, at now: PreciseTime) {
        self.init(
            hub: hub, deviceID: device.deviceID, iotEdge: device.iotEdge,
            authentication: device.authentication, tags: device.tags, desired: device.desired,
            reported: device.reported, at: now)
        desiredVersion = device.desiredVersion
        reportedVersion = device.reportedVersion
        twinVersion = device.twinVersion
    }
}
