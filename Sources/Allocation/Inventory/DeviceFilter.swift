/// Which devices are asked for; what is `nil` does not matter.
package struct DeviceFilter: Sendable, Equatable {
    /// The name of the division, compared ASCII-folded.
    package var division: String?
    package var status: DeviceStatus?
    package var label: String?

    /// The host name, as it is written there.
    package var pinnedHub: String?

    /// Stands in the registration ID or the note; ASCII letters whatever their case.
    package var text: String?

    package var createdSince: Timestamp?
    package var createdUntil: Timestamp?
    package var updatedSince: Timestamp?
    package var updatedUntil: Timestamp?

    /// Whether DPS has asked about it, be it assigned or refused.
    package var isSeen: Bool?

    package init() {}
}
