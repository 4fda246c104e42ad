package import Allocation

/// A device as an IoT hub holds it: its identity and its twin.
package struct HubDevice: Sendable, Equatable {
    package let hub: String
    /// Case counts here, unlike in a registration ID.
    package let deviceID: String
    package let iotEdge: Bool
    package var tags: JSONObject
    package var desired: JSONObject
    package var reported: JSONObject
    package var desiredVersion: Int
    /// Counts each change that the device reports.
    package var reportedVersion: Int
    package var twinVersion: Int
    package var authentication: Authentication
    package let created: PreciseTime
    package var lastUpdated: PreciseTime

    /// How the device proves to its hub who it is, in the hub's words. A device with a TPM has keys there.
    package enum Authentication: String, Sendable, CaseIterable {
        case sas
        case selfSigned
    }

    package init(
        hub: String, deviceID: String, iotEdge: Bool, authentication: Authentication = .sas,
        tags: JSONObject = [:], desired: JSONObject = [:],
        reported: JSONObject = [:], at now: PreciseTime
    ) {
        self.hub = hub
        self.deviceID = deviceID
        self.iotEdge = iotEdge
        self.tags = tags
        self.desired = desired
        self.reported = reported
        desiredVersion = 1
        reportedVersion = 1
        twinVersion = 2
        self.authentication = authentication
        created = now
        lastUpdated = now
    }

    /// Names a device among all hubs'.
    package struct Key: Sendable, Hashable {
        /// ASCII-folded: the names of hosts have no case (RFC 4343).
        package let hub: String
        package let deviceID: String

        package init(hub: String, deviceID: String) {
            self.hub = hub.asciiFolded
            self.deviceID = deviceID
        }
    }

    package var key: Key { Key(hub: hub, deviceID: deviceID) }
}
