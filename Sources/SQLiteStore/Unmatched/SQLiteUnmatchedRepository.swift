package import Allocation
import SQLite

/// The inbox, in the tables `unmatched_devices` and `unmatched_dismissals`.
package struct SQLiteUnmatchedRepository: UnmatchedRepository {
    private let inventory: SerializedConnection

    package init(_ inventory: SerializedConnection) {
        self.inventory = inventory
    }

    /// On a connection of its own: to count a million devices takes its time, and others need not wait for it.
    package func groups(of query: UnmatchedGroupQuery) throws(StoreError) -> UnmatchedGroupPage {
        try StoreError.translating {
            let connection = try inventory.openReader()
            return try connection.transaction(writing: false) {
                let listing = try Self.listing(query.filter, on: connection)
                let page = listing.groups(of: query)
                var groups = try connection.prepare(page.sql).all(page.values, read: UnmatchedGroupRow.init)
                let hasMore = groups.count > query.limit
                if hasMore { groups.removeLast() }
                let found = try groups.map { group in
                    let examples = listing.examples(of: group.key, in: query.grouping)
                    return group.group(
                        with: try connection.prepare(examples.sql).all(examples.values) { $0.text(0) })
                }
                let last = hasMore ? found.last : nil
                return UnmatchedGroupPage(
                    found, next: last.map { UnmatchedGroupCursor(devices: $0.devices, key: $0.key) },
                    countsUpTo: try SightingProgress.read(from: connection)?.decidedAt)
            }
        }
    }

    package func devices(of query: UnmatchedQuery) throws(StoreError) -> UnmatchedPage {
        try inventory.read { connection in
            let page = try Self.listing(query.filter, on: connection).devices(of: query)
            var devices = try connection.prepare(page.sql).all(page.values, read: Self.device)
            let hasMore = devices.count > query.limit
            if hasMore { devices.removeLast() }
            let dismissals = try UnmatchedDismissalTable(on: connection)
            devices = try devices.map { $0.dismissed(by: try dismissals.dismissal(of: $0)) }
            return UnmatchedPage(
                devices, next: hasMore ? devices.last?.registrationID : nil,
                countsUpTo: try SightingProgress.read(from: connection)?.decidedAt)
        }
    }

    package func matches(
        of rule: RuleDraft, among filter: UnmatchedFilter
    ) throws(StoreError) -> UnmatchedMatches {
        try inventory.read { connection in
            let counting = try Self.listing(filter, on: connection).matches(of: rule)
            return try connection.prepare(counting.sql).all(counting.values) {
                UnmatchedMatches(devices: $0.integer(0), matches: $0.integer(1))
            }.first ?? UnmatchedMatches(devices: 0, matches: 0)
        }
    }

    package func register(
        _ filter: UnmatchedFilter, as template: Device, atMost limit: Int, in context: ChangeContext
    ) throws(ChangeRefusal) -> UnmatchedRegistration {
        try inventory.change(in: context) { connection, log in
            try Self.checkPresence(of: (filter.devices ?? []).map(\.text), on: connection)
            let listing = try Self.listing(filter, on: connection)
            let (counting, choosing) = (listing.registrations(), listing.unregistered(atMost: limit))
            let counts =
                try connection.prepare(counting.sql).all(counting.values) {
                    (all: $0.integer(0), unregistered: $0.integer(1))
                }.first ?? (0, 0)
            let ids = try connection.prepare(choosing.sql).all(choosing.values) { row in
                try Self.registrationID(row.text(0))
            }
            let table = try DeviceTable(on: connection, in: context)
            for id in ids { _ = try table.write(template.named(id), over: nil, log: &log) }
            return UnmatchedRegistration(
                changeSet: ids.isEmpty ? nil : log.setID, registered: Int64(ids.count),
                alreadyRegistered: counts.all - counts.unregistered,
                remaining: counts.unregistered - Int64(ids.count))
        }
    }

    package func dismiss(_ dismissals: [UnmatchedDismissal]) throws(ChangeRefusal) -> Int64 {
        var refusal: ChangeRefusal?
        do throws(StoreError) {
            return try inventory.write { connection in
                do {
                    let devices = dismissals.filter { $0.kind == .device }.map(\.subject)
                    try Self.checkPresence(of: devices, on: connection)
                } catch let error as ChangeRefusal {
                    refusal = error
                    throw error
                }
                let table = try UnmatchedDismissalTable(on: connection)
                for dismissal in dismissals { try table.write(dismissal) }
                let count = try table.count()
                guard count <= UnmatchedDismissal.mostKept else {
                    throw StoreError.refused(
                        "there may be \(UnmatchedDismissal.mostKept) dismissals, and these would make \(count); restore some first"
                    )
                }
                return try dismissals.reduce(0) { try $0 + table.countDevices(under: $1) }
            }
        } catch {
            throw refusal ?? .store(error)
        }
    }

    package func restore(_ subjects: [UnmatchedSubject]) throws(ChangeRefusal) -> Int {
        do throws(StoreError) {
            return try inventory.write { connection in
                let table = try UnmatchedDismissalTable(on: connection)
                return try subjects.reduce(0) { try $0 + table.delete($1) }
            }
        } catch {
            throw .store(error)
        }
    }

    private static func listing(_ filter: UnmatchedFilter, on connection: Connection) throws
        -> UnmatchedListing
    {
        UnmatchedListing(
            filter,
            dismissedBy: filter.isDismissed == nil ? [] : try UnmatchedDismissalTable(on: connection).kinds())
    }

    /// - Throws: `ChangeRefusal` that names each device that is not in the inbox.
    private static func checkPresence(of devices: [String], on connection: Connection) throws {
        let find = try connection.prepare("SELECT 1 FROM unmatched_devices WHERE registration_id = ?1")
        let missing = try devices.enumerated().filter { _, id in
            try find.first(.text(id)) { _ in true } == nil
        }
        guard let faults = InvalidDocuments(notInInbox: missing.map { ($0.offset, $0.element) }) else {
            return
        }
        throw ChangeRefusal.invalid(faults)
    }

    private static func registrationID(_ text: String) throws -> RegistrationID {
        do throws(RegistrationIDError) {
            return try RegistrationID(text)
        } catch {
            throw StoreError.inconsistent("an ID in the inbox breaks DPS's rules: \(error)")
        }
    }

    private static func device(from row: Row) throws -> UnmatchedDevice {
        guard let reason = ReasonCode(rawValue: row.text(1)) else {
            throw StoreError.inconsistent("a device in the inbox was refused for \(row.text(1))")
        }
        return UnmatchedDevice(
            registrationID: row.text(0), reason: reason, enrollment: row.text(2),
            firstRefusedAt: Timestamp(milliseconds: row.integer(3)),
            lastRefusedAt: Timestamp(milliseconds: row.integer(4)), refusals: row.integer(5),
            lastAssignmentID: row.integer(6), isRegistered: row.integer(7) != 0, dismissal: nil)
    }
}
