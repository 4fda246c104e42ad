/// Which refused devices are meant: those to which all of it applies; what is `nil` does not matter.
package struct UnmatchedFilter: Sendable, Equatable {
    /// One of these.
    package var devices: [RegistrationID]?
    package var reason: ReasonCode?

    /// The key of a group by suffix; see `UnmatchedSuffix`.
    package var suffix: String?

    /// The key of a group by enrollment; compared ASCII-folded.
    package var enrollment: String?

    /// Whether somebody has dismissed it.
    package var isDismissed: Bool?

    package init(isDismissed: Bool? = nil) {
        self.isDismissed = isDismissed
    }

    /// Whether a device is meant; what every store has to come to.
    package func matches(_ device: UnmatchedDevice) -> Bool {
        (devices.map { $0.contains { $0.text.equalsFoldingCase(device.registrationID) } } ?? true)
            && (reason.map { $0 == device.reason } ?? true)
            && (suffix.map { $0.asciiFolded == device.suffix } ?? true)
            && (enrollment.map { $0.equalsFoldingCase(device.enrollment) } ?? true)
            && (isDismissed.map { $0 == (device.dismissal != nil) } ?? true)
    }
}
