/// A device that a fleet manager registered before its first contact.
package struct Device: Sendable, Equatable {
    package let registrationID: RegistrationID

    /// The name of its division.
    package var division: String

    package var status: DeviceStatus

    /// Why it is disabled, held or retired, in a fleet manager's words; told to whoever reads the refusal.
    package var statusReason: String?

    /// When a hold ends by itself; only with `held`, and `nil` for one that somebody must end.
    package var heldUntil: Timestamp?

    /// The one hub it may go to, by host name; `nil` leaves the choice to the division.
    package var pinnedHub: String?

    /// Its own twin, laid over the division's as a merge patch (RFC 7396).
    package var twin: InitialTwin?

    /// What DPS hands to the device in `registrationState.payload`; wins over the division's.
    package var payload: JSONValue?

    /// Free words to find it by, sorted and each once.
    package var labels: [String]

    package var note: String?

    package init(
        registrationID: RegistrationID,
        division: String,
        status: DeviceStatus = .active,
        statusReason: String? = nil,
        heldUntil: Timestamp? = nil,
        pinnedHub: String? = nil,
        twin: InitialTwin? = nil,
        payload: JSONValue? = nil,
        labels: [String] = [],
        note: String? = nil
    ) {
        self.registrationID = registrationID
        self.division = division
        self.status = status
        self.statusReason = statusReason
        self.heldUntil = heldUntil
        self.pinnedHub = pinnedHub
        self.twin = twin
        self.payload = payload
        self.labels = labels
        self.note = note
    }
}

/// A device as the inventory keeps it.
package struct RegisteredDevice: Sendable, Equatable {
    package let device: Device

    /// Starts at 1 and grows by one with each change.
    package let revision: Int64

    package let createdAt: Timestamp

    /// The name of the key or the system user that registered it.
    package let createdBy: String

    package let updatedAt: Timestamp

    /// The name of the key or the system user that wrote it last.
    package let updatedBy: String

    package init(
        device: Device, revision: Int64, createdAt: Timestamp, createdBy: String, updatedAt: Timestamp,
        updatedBy: String
    ) {
        self.device = device
        self.revision = revision
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.updatedAt = updatedAt
        self.updatedBy = updatedBy
    }
}
