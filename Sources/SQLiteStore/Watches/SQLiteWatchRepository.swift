package import Allocation
import SQLite

/// What watches look for, in both databases.
package struct SQLiteWatchRepository: WatchRepository {
    private let inventory: SerializedConnection
    private let history: SerializedConnection

    /// - Parameters:
    ///   - inventory: a connection of its own: others would wait for what a watch looks at.
    ///   - history: likewise.
    package init(inventory: SerializedConnection, history: SerializedConnection) {
        self.inventory = inventory
        self.history = history
    }

    package func devices(
        _ group: WatchedGroup, after registrationID: String?, limit: Int, lookingAt rows: Int
    ) throws(StoreError) -> WatchedPage {
        try inventory.read { connection in
            let scan = WatchedScan(of: group)
            let start = registrationID ?? ""
            let end = try scan.end(behind: start, rows: rows, on: connection)
            var found = try scan.devices(behind: start, upTo: end, limit: limit + 1, on: connection)
            guard found.count > limit else { return WatchedPage(found, next: end) }
            found.removeLast()
            return WatchedPage(found, next: found.last?.registrationID)
        }
    }

    package func count(_ group: WatchedGroup, lookingAt rows: Int) throws(StoreError) -> Bounded<Int64> {
        try inventory.read { connection in
            let scan = WatchedScan(of: group)
            let end = try scan.end(behind: "", rows: rows, on: connection)
            return Bounded(try scan.count(upTo: end, on: connection), isComplete: end == nil)
        }
    }

    /// The latest rows, from ?1 on.
    static let frequentQuery = """
        SELECT registration_id, count(*), max(decided_at)
          FROM assignments
         WHERE assignment_id >= ?1 AND decided_at >= ?2 AND registration_id IS NOT NULL
         GROUP BY registration_id
        HAVING count(*) > ?3
         ORDER BY count(*) DESC, registration_id
        """

    package func frequentDevices(
        since time: Timestamp, moreThan count: Int, lookingAt rows: Int
    ) throws(StoreError) -> Bounded<[FrequentDevice]> {
        try history.read { connection in
            let (first, isComplete) = try Self.firstRow(since: time, atMost: rows, on: connection)
            let found = try connection.prepare(Self.frequentQuery).all(
                .integer(first), .integer(time.milliseconds), .integer(Int64(count))
            ) {
                FrequentDevice(
                    $0.text(0), count: $0.integer(1), lastAt: Timestamp(milliseconds: $0.integer(2)))
            }
            return Bounded(found, isComplete: isComplete)
        }
    }

    /// Goes back from the last row in steps that double, until a row is older than a time: so little is read when little happened.
    private static func firstRow(
        since time: Timestamp, atMost rows: Int, on connection: Connection
    ) throws -> (first: Int64, isComplete: Bool) {
        let last =
            try connection.prepare("SELECT max(assignment_id) FROM assignments").first { $0.integer(0) } ?? 0
        let select = try connection.prepare(
            "SELECT decided_at FROM assignments WHERE assignment_id <= ?1 ORDER BY assignment_id DESC LIMIT 1"
        )
        var step: Int64 = 1_000
        while step < Int64(rows) {
            let decidedAt = try select.first(.integer(last - step)) { $0.integer(0) }
            guard let decidedAt, decidedAt >= time.milliseconds else { return (last - step, true) }
            step *= 2
        }
        let first = last - Int64(rows)
        let before = try select.first(.integer(first)) { $0.integer(0) }
        return (first + 1, before.map { $0 < time.milliseconds } ?? true)
    }

    package func enrollments() throws(StoreError) -> [SeenEnrollment] {
        try inventory.read { connection in
            let served = try connection.prepare(
                """
                SELECT division, assigned_at FROM enrollment_divisions WHERE enrollment = ?1 ORDER BY division
                """)
            let seen = try connection.prepare(
                "SELECT enrollment, linked_hubs, seen_at FROM enrollments ORDER BY enrollment"
            ).all { (name: $0.text(0), hubs: $0.text(1), seenAt: Timestamp(milliseconds: $0.integer(2))) }
            return try seen.map { name, hubs, seenAt in
                SeenEnrollment(
                    name, linkedHubs: try JSONValue(parsing: hubs).array?.compactMap(\.string) ?? [],
                    seenAt: seenAt,
                    divisions: try served.all(.text(name)) {
                        SeenEnrollment.Served(
                            $0.text(0), assignedAt: Timestamp(milliseconds: $0.integer(1)))
                    })
            }
        }
    }

    /// The first hub behind ?1 that a device is pinned to.
    static let pinnedQuery = """
        SELECT pinned_hub FROM devices WHERE pinned_hub IS NOT NULL AND pinned_hub > ?1 ORDER BY pinned_hub LIMIT 1
        """

    package func pinnedHubs(limit: Int) throws(StoreError) -> Bounded<[String]> {
        try inventory.read { connection in
            let next = try connection.prepare(Self.pinnedQuery)
            var hubs: [String] = []
            // From hub to hub, not from device to device.
            while let hub = try next.first(.text(hubs.last ?? ""), read: { $0.text(0) }) {
                guard hubs.count < limit else { return Bounded(hubs, isComplete: false) }
                hubs.append(hub)
            }
            return Bounded(hubs, isComplete: true)
        }
    }

    /// The latest lines, behind ?1.
    static let editedQuery = """
        SELECT changes.subject, change_sets.made_at, max(changes.change_id)
          FROM changes
          JOIN change_sets USING (change_set_id)
         WHERE changes.change_id > ?1
           AND changes.kind = 'device'
           AND changes.after IS NOT NULL
           AND json_extract(changes.before, '$.twin') IS NOT json_extract(changes.after, '$.twin')
           AND change_sets.made_at >= ?2
         GROUP BY changes.subject
         ORDER BY max(changes.change_id) DESC
         LIMIT ?3
        """

    package func editedTwins(
        since time: Timestamp, limit: Int, lookingAt rows: Int
    ) throws(StoreError) -> Bounded<[EditedTwin]> {
        try inventory.read { connection in
            let last =
                try connection.prepare("SELECT max(change_id) FROM changes").first { $0.integer(0) } ?? 0
            let start = max(last - Int64(rows), 0)
            let before = try connection.prepare(
                """
                SELECT change_sets.made_at FROM changes JOIN change_sets USING (change_set_id)
                 WHERE changes.change_id <= ?1 ORDER BY changes.change_id DESC LIMIT 1
                """
            ).first(.integer(start)) { $0.integer(0) }
            var found = try connection.prepare(Self.editedQuery).all(
                .integer(start), .integer(time.milliseconds), .integer(Int64(limit) + 1)
            ) { EditedTwin($0.text(0), changedAt: Timestamp(milliseconds: $0.integer(1))) }
            let hasMore = found.count > limit
            if hasMore { found.removeLast() }
            return Bounded(found, isComplete: !hasMore && (before.map { $0 < time.milliseconds } ?? true))
        }
    }
}
