package import Allocation
import SQLite

/// Notes in the inventory which devices the history names, and which of them are refused, from where the last sweep ended, by
/// whatever process.
///
/// Each transaction says how far it came. A sweep that broke off is ended by the next one, and nothing is counted twice. For one
/// thread at a time.
package final class SightingSweeper {
    /// Rows of the history that a sweep reads at most.
    package static let rowsInSweep = 500_000

    /// Devices that one transaction notes at most: others who write the inventory wait no longer than that takes.
    package static let devicesInTransaction = 20_000

    private struct Databases {
        let inventory: Connection
        let history: Connection

        /// One of the files was taken away or replaced, and what is open is of no further use.
        var haveMoved: Bool { inventory.hasMoved || history.hasMoved }
    }

    private let directory: DataDirectory
    private let rowsInSweep: Int
    private let devicesInTransaction: Int
    private let mostUnmatched: Int
    private let patience: Int32
    private var opened: Databases?

    /// Opens nothing yet.
    ///
    /// - Parameters:
    ///   - directory: where both databases are.
    ///   - rowsInSweep: of the history, at most; from 1.
    ///   - devicesInTransaction: at most, fewer where they were refused; from 1.
    ///   - mostUnmatched: refused devices that are kept, at most.
    ///   - patience: how long to wait for somebody else who writes the inventory, in milliseconds.
    package init(
        in directory: DataDirectory, rowsInSweep: Int = SightingSweeper.rowsInSweep,
        devicesInTransaction: Int = SightingSweeper.devicesInTransaction,
        mostUnmatched: Int = UnmatchedDevice.mostKept, patience: Int32 = 1_000
    ) {
        self.directory = directory
        self.rowsInSweep = rowsInSweep
        self.devicesInTransaction = devicesInTransaction
        self.mostUnmatched = mostUnmatched
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
        var known = try SweepState.read(from: inventory)
        // One read transaction, so that the rows and the last of them are as of one moment.
        return try history.transaction(writing: false) {
            guard let range = try SweepRange(behind: known, in: history, atMost: rowsInSweep) else {
                return false
            }
            // Sorted before anything is written.
            var devices = try SweptDevices(in: history, rows: range.rows, behind: range.registrationID)
            let insert = try inventory.prepare(
                "INSERT OR IGNORE INTO sightings (registration_id, first_seen_at) VALUES (?1, ?2)")
            let enrollments = try EnrollmentTable(in: history, rows: range.rows)
            let unmatched = try UnmatchedTable(on: inventory, readingFrom: history, mostKept: mostUnmatched)
            var isFirst = true
            repeat {
                let found = try devices.next(costing: devicesInTransaction)
                var reached = known
                if devices.isAtEnd {
                    reached = SweepState(progress: range.last)
                } else if let last = found.last {
                    reached.unfinished = SweepState.Unfinished(
                        rows: range.rows, lastRequestID: range.last.requestID,
                        registrationID: last.registrationID)
                }
                let isOurs = try inventory.transaction(writing: true) {
                    // Somebody else has swept meanwhile; what they noted is as good.
                    guard try SweepState.read(from: inventory) == known else { return false }
                    if isFirst, range.isBeginning {
                        try unmatched.clear()
                        try EnrollmentTable.clear(on: inventory)
                    }
                    for device in found {
                        try insert.run(.text(device.registrationID), .integer(device.firstSeenAt))
                    }
                    try unmatched.note(found)
                    if devices.isAtEnd { try enrollments.write(to: inventory) }
                    try reached.write(to: inventory)
                    return true
                }
                guard isOurs else { return true }
                isFirst = false
                known = reached
            } while !devices.isAtEnd
            return range.hasMore
        }
    }
}

extension SightingSweeper {
    static let fault = "devices seen cannot be noted"

    /// Sweeps every now and then, on a thread that gives way to all others.
    ///
    /// - Parameters:
    ///   - directory: where both databases are.
    ///   - pause: between one sweep and the next, when there is nothing more to read.
    ///   - report: told of a fault, once for as long as it is the same.
    /// - Returns: the thread's holder.
    /// - Throws: `StoreError.unavailable` when the system has no thread to give.
    package static func repeatedly(
        in directory: DataDirectory, every pause: Duration, report: @escaping @Sendable (String) -> Void
    ) throws(StoreError) -> RepeatedWork {
        try RepeatedWork(.init(pause: pause), whenFailing: fault, report: report) {
            let sweeper = SightingSweeper(in: directory)
            return { () throws(StoreError) in try sweeper.sweep() }
        }
    }
}
