/// Devices that a store finds by looking from ID to ID.
package enum WatchedGroup: Sendable, Equatable {
    /// Registered before that time and not retired, and DPS has never asked about it.
    case neverSeen(createdBefore: Timestamp)
    /// DPS has asked about it, and it is not registered.
    case unregistered
}

/// One of them.
package struct WatchedDevice: Sendable, Equatable {
    package let registrationID: String

    /// When it was registered, or first seen.
    package let time: Timestamp

    package init(_ registrationID: String, at time: Timestamp) {
        self.registrationID = registrationID
        self.time = time
    }
}

/// A page of them. It may be short, or empty, and still have a next one.
package struct WatchedPage: Sendable, Equatable {
    package let devices: [WatchedDevice]

    /// The ID that was looked at last; `nil` at the end.
    package let next: String?

    package init(_ devices: [WatchedDevice], next: String?) {
        self.devices = devices
        self.next = next
    }
}

/// A device that registers often.
package struct FrequentDevice: Sendable, Equatable {
    package let registrationID: String
    package let count: Int64
    package let lastAt: Timestamp

    package init(_ registrationID: String, count: Int64, lastAt: Timestamp) {
        self.registrationID = registrationID
        self.count = count
        self.lastAt = lastAt
    }
}

/// A device whose twin was changed.
package struct EditedTwin: Sendable, Equatable {
    package let registrationID: String

    /// Of the last such change.
    package let changedAt: Timestamp

    package init(_ registrationID: String, changedAt: Timestamp) {
        self.registrationID = registrationID
        self.changedAt = changedAt
    }
}
