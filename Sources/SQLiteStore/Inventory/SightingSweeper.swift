package import Allocation
import SQLite

/// Notes in the inventory which devices the history names, from where the last sweep ended, by whatever process.
///
/// What a sweep has noted before it broke off is noted again by the next one, which changes nothing. For one thread at a time.
package final class SightingSweeper {
    /// Rows of the history that a sweep reads at most.
    package static let rowsInSweep = 500_000

    /// Devices that one transaction notes at most: others who write the inventory wait no longer than that takes.
    private static let devicesInTransaction = 20_000

    private struct Databases {
        let inventory: Connection
        let history: Connection

        /// One of the files was taken away or replaced, and what is open is of no further use.
        var haveMoved: Bool { inventory.hasMoved || history.hasMoved }
    }

    private let directory: DataDirectory
    private let rowsInSweep: Int
    private let patience: Int32
    private var opened: Databases?

    /// Opens nothing yet.
    ///
    /// - Parameters:
    ///   - directory: where both databases are.
    ///   - rowsInSweep: of the history, at most; from 1.
    ///   - patience: how long to wait for somebody else who writes the inventory, in milliseconds.
    package init(
        in directory: DataDirectory, rowsInSweep: Int = SightingSweeper.rowsInSweep, patience: Int32 = 1_000
    ) {
        self.directory = directory
        self.rowsInSweep = rowsInSweep
        self.patience = patience
    }

    /// How far the history counts.
    ///
    /// - Throws: `StoreError` when the inventory cannot be read.
    package func progress() throws(StoreError) -> SightingProgress? {
        try StoreError.translating { try SightingProgress.read(from: databases().inventory) }
    }

    /// Reads on in the history and notes what devices it names.
    ///
    /// - Returns: whether there was more to read when the sweep began. Rows that have come since do not count: where decisions
    ///   never cease there would always be some, and whoever sweeps to the end would never come to it.
    /// - Throws: `StoreError` when either database cannot be used, or somebody else writes the inventory for too long; a later
    ///   call goes on from there.
    package func sweep() throws(StoreError) -> Bool {
        do throws(StoreError) {
            return try StoreError.translating { try sweep(databases()) }
        } catch {
            opened = nil
            throw error
        }
    }

    private func databases() throws -> Databases {
        if let opened, !opened.haveMoved { return opened }
        let databases = Databases(
            inventory: try Connection.open(.inventory, in: directory),
            history: try Connection.open(.history, in: directory, onlyQueries: true))
        databases.inventory.waitWhenBusy(milliseconds: patience)
        opened = databases
        return databases
    }

    private func sweep(_ databases: Databases) throws -> Bool {
        let (inventory, history) = (databases.inventory, databases.history)
        let known = try SightingProgress.read(from: inventory)
        // One read transaction, so that the rows and the last of them are as of one moment.
        return try history.transaction(writing: false) {
            let start = try beginning(behind: known, in: history)
            let selectFirst = try history.prepare(Self.firstQuery)
            guard let first = try selectFirst.first(.integer(start), read: { $0.integer(0) }),
                let last = try history.prepare(Self.lastQuery).first(
                    .integer(first), .integer(first + Int64(rowsInSweep) - 1),
                    read: { SightingProgress(from: $0) })
            else { return false }
            var hasMore = try selectFirst.first(.integer(last.assignmentID), read: { _ in true }) ?? false
            let sorted = try history.prepare(Self.devicesQuery)
            // SQLite sorts here, in temporary files if need be, before anything is written.
            try sorted.begin([.integer(first), .integer(last.assignmentID)])
            let insert = try inventory.prepare(
                "INSERT OR IGNORE INTO sightings (registration_id, first_seen_at) VALUES (?1, ?2)")
            var next = try sorted.next(read: Self.sighting)
            repeat {
                try inventory.transaction(writing: true) {
                    // Somebody else has swept meanwhile; what they noted is as good.
                    guard try SightingProgress.read(from: inventory) == known else {
                        next = nil
                        hasMore = true
                        return
                    }
                    var count = 0
                    while let sighting = next, count < Self.devicesInTransaction {
                        try insert.run(sighting)
                        count += 1
                        next = try sorted.next(read: Self.sighting)
                    }
                    if next == nil { try last.write(to: inventory) }
                }
            } while next != nil
            return hasMore
        }
    }

    /// The number behind which to read: 0 when what was read is not in this history, which then is another one.
    private func beginning(behind known: SightingProgress?, in history: Connection) throws -> Int64 {
        guard let known else { return 0 }
        let request = try history.prepare("SELECT request_id FROM assignments WHERE assignment_id = ?1")
            .first(.integer(known.assignmentID)) { $0.blob(0) }
        return request == known.requestID ? known.assignmentID : 0
    }

    /// The first row behind ?1; there may be a gap before it.
    static let firstQuery = """
        SELECT assignment_id
          FROM assignments
         WHERE assignment_id > ?1
         ORDER BY assignment_id
         LIMIT 1
        """

    /// The last row from ?1 to ?2.
    static let lastQuery = """
        SELECT assignment_id, request_id, decided_at
          FROM assignments
         WHERE assignment_id >= ?1 AND assignment_id <= ?2
         ORDER BY assignment_id DESC
         LIMIT 1
        """

    /// In the order of the table that they go to, so that each of its pages is touched once.
    static let devicesQuery = """
        SELECT registration_id, min(decided_at)
          FROM assignments
         WHERE assignment_id >= ?1 AND assignment_id <= ?2 AND registration_id IS NOT NULL
         GROUP BY registration_id
         ORDER BY registration_id
        """

    private static func sighting(from row: Row) -> [SQLiteValue] {
        [.text(row.text(0)), .integer(row.integer(1))]
    }
}
