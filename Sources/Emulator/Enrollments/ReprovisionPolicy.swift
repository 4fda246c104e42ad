/// What happens when a device registers again (Microsoft Learn, "IoT Hub Device reprovisioning concepts").
package struct ReprovisionPolicy: Sendable, Equatable {
    /// Whether the hub is chosen anew; if not, the device stays where it is.
    package let updateHubAssignment: Bool

    /// Whether the twin goes along to another hub; if not, it is set back to the initial one.
    package let migrateDeviceData: Bool

    package init(updateHubAssignment: Bool, migrateDeviceData: Bool) {
        self.updateHubAssignment = updateHubAssignment
        self.migrateDeviceData = migrateDeviceData
    }

    /// What DPS does where an enrollment says nothing.
    package static let standard = ReprovisionPolicy(updateHubAssignment: true, migrateDeviceData: true)
}
