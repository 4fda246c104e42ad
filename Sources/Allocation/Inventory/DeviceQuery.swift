/// A page of a list of devices: which, in what order, from where on.
package struct DeviceQuery: Sendable, Equatable {
    /// What the list is sorted by. Devices that are the same in it follow each other by registration ID, in the same direction,
    /// so that every device has its place.
    package enum Order: String, Sendable, CaseIterable {
        case registrationId
        case division
        case status
        case pinnedHub
        case note
        case revision
        case createdAt
        case createdBy
        case updatedAt
        case updatedBy
    }

    package var filter: DeviceFilter
    package var order: Order
    package var isDescending: Bool

    /// Where the page before ended; `nil` for the first one.
    package var after: DeviceCursor?

    /// How many at most, from 1.
    package var limit: Int

    /// Whether all that match are to be counted, which reads them all.
    package var countsAll: Bool

    package init(
        filter: DeviceFilter = DeviceFilter(), order: Order = .registrationId, isDescending: Bool = false,
        after: DeviceCursor? = nil, limit: Int, countsAll: Bool = false
    ) {
        self.filter = filter
        self.order = order
        self.isDescending = isDescending
        self.after = after
        self.limit = limit
        self.countsAll = countsAll
    }
}

/// The place of a device in a list: what it is sorted by, and its ID. The next page begins behind it, whatever has been added
/// or taken away meanwhile.
package struct DeviceCursor: Sendable, Equatable {
    /// The value of what the list is sorted by.
    package enum Key: Sendable, Equatable {
        case text(String)
        case number(Int64)
    }

    package let key: Key
    package let registrationID: String

    package init(key: Key, registrationID: String) {
        self.key = key
        self.registrationID = registrationID
    }

    /// The place of a device in a list of that order.
    package init(of registered: RegisteredDevice, in order: DeviceQuery.Order) {
        let device = registered.device
        registrationID = device.registrationID.text
        key =
            switch order {
            case .registrationId: .text(device.registrationID.text)
            case .division: .text(device.division)
            case .status: .text(device.status.rawValue)
            case .pinnedHub: .text(device.pinnedHub ?? "")
            case .note: .text(device.note ?? "")
            case .revision: .number(registered.revision)
            case .createdAt: .number(registered.createdAt.milliseconds)
            case .createdBy: .text(registered.createdBy)
            case .updatedAt: .number(registered.updatedAt.milliseconds)
            case .updatedBy: .text(registered.updatedBy)
            }
    }
}

/// One page of a list of devices.
package struct DevicePage: Sendable, Equatable {
    package let devices: [RegisteredDevice]

    /// Where the next page begins; `nil` at the end of the list.
    package let next: DeviceCursor?

    /// How many match in all, if that was asked.
    package let total: Int64?

    /// Of a list of devices seen or never seen: the time of the latest decision that counts; `nil` when none does.
    package let seenUpTo: Timestamp?

    package init(
        devices: [RegisteredDevice], next: DeviceCursor?, total: Int64?, seenUpTo: Timestamp? = nil
    ) {
        self.devices = devices
        self.next = next
        self.total = total
        self.seenUpTo = seenUpTo
    }
}
