package import Allocation
import SQLite

/// The devices, in the table `devices`.
package struct SQLiteDeviceRepository: DeviceRepository {
    private let inventory: SerializedConnection

    package init(_ inventory: SerializedConnection) {
        self.inventory = inventory
    }

    package func device(_ registrationID: RegistrationID) throws(StoreError) -> RegisteredDevice? {
        try inventory.read { connection in
            try connection.prepare(DeviceRow.query).first(.text(registrationID.text), read: DeviceRow.device)
        }
    }

    package func page(of query: DeviceQuery) throws(StoreError) -> DevicePage {
        try inventory.read { connection in
            let page = DeviceListing.page(of: query)
            var devices = try connection.prepare(page.sql).all(page.values, read: DeviceRow.device)
            let hasMore = devices.count > query.limit
            if hasMore { devices.removeLast() }
            var total: Int64?
            if query.countsAll {
                let count = DeviceListing.count(of: query.filter)
                total = try connection.prepare(count.sql).all(count.values) { $0.integer(0) }.first
            }
            let last = hasMore ? devices.last : nil
            let seenUpTo =
                query.filter.isSeen == nil ? nil : try SightingProgress.read(from: connection)?.decidedAt
            return DevicePage(
                devices: devices, next: last.map { DeviceCursor(of: $0, in: query.order) }, total: total,
                seenUpTo: seenUpTo)
        }
    }

    /// The first ID at or behind ?1.
    static let nextQuery = """
        SELECT registration_id
          FROM devices
         WHERE registration_id >= ?1
         ORDER BY registration_id
         LIMIT 1
        """

    package func devices(
        similarTo registrationID: RegistrationID, limit: Int
    ) throws(StoreError) -> [SimilarDevice] {
        try inventory.read { connection in
            let next = try connection.prepare(Self.nextQuery)
            let find = try connection.prepare(DeviceRow.query)
            var neighbourhood = EditNeighbourhood(of: registrationID)
            let neighbours = try neighbourhood.neighbours(limit: limit) { place in
                try next.first(.text(place)) { $0.text(0) }
            }
            return try neighbours.compactMap { neighbour in
                try find.first(.text(neighbour.text), read: DeviceRow.device).map {
                    SimilarDevice($0, edits: neighbour.edits)
                }
            }
        }
    }

    package func reading(of filter: DeviceFilter) throws(StoreError) -> any DeviceReading {
        try StoreError.translating { try SQLiteDeviceReading(of: filter, on: inventory.openReader()) }
    }

    package func change(
        _ registrationID: RegistrationID, if precondition: Precondition, in context: ChangeContext,
        _ change: (RegisteredDevice?) throws(ChangeRefusal) -> Device?
    ) throws(ChangeRefusal) -> Changed<RegisteredDevice> {
        try inventory.change(in: context) { connection, log in
            let devices = try DeviceTable(on: connection, in: context)
            let present = try devices.device(registrationID)
            guard precondition.holds(for: present?.revision) else {
                throw ChangeRefusal.preconditionFailed(presentRevision: present?.revision)
            }
            if let device = try change(present) {
                return try devices.write(device, over: present, log: &log)
            }
            guard let present else { return Changed(.unchanged, nil) }
            try devices.erase(present, log: &log)
            return Changed(.deleted, nil)
        }
    }
}
