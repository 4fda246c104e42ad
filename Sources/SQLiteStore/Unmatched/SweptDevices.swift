import Allocation
import SQLite

/// What a range of the history says of one device.
struct SweptDevice: Sendable, Equatable {
    /// The refusals behind the last assignment of the range.
    struct Refusals: Sendable, Equatable {
        var count: Int64
        var firstAt: Int64
        var lastAssignmentID: Int64
        /// As DPS wrote it last.
        var registrationID: String
    }

    /// As DPS wrote it first.
    let registrationID: String

    /// Milliseconds since 1970-01-01T00:00:00Z.
    fileprivate(set) var firstSeenAt: Int64
    fileprivate(set) var wasAssigned: Bool
    fileprivate(set) var refusals: Refusals?
}

/// The devices that a range of the history names, in the order of their IDs, read one by one.
struct SweptDevices {
    /// In the order of the tables that they go to, so that each page is touched once.
    static let query = """
        SELECT registration_id, assignment_id, decided_at, hub_id IS NOT NULL
          FROM assignments
         WHERE assignment_id >= ?1 AND assignment_id <= ?2 AND registration_id > ?3
         ORDER BY registration_id, assignment_id
        """

    private struct Decided {
        let registrationID: String
        let assignmentID: Int64
        let time: Int64
        let isAssigned: Bool

        init(from row: Row) {
            registrationID = row.text(0)
            assignmentID = row.integer(1)
            time = row.integer(2)
            isAssigned = row.integer(3) != 0
        }
    }

    private let rows: Statement
    private var nextRow: Decided?

    /// SQLite sorts here, in temporary files if need be.
    ///
    /// - Parameters:
    ///   - history: inside a transaction that lasts as long as this is read.
    ///   - range: numbers of rows.
    ///   - registrationID: only devices behind this one; all are behind the empty one.
    /// - Throws: `SQLiteError` when the history cannot be read.
    init(in history: Connection, rows range: ClosedRange<Int64>, behind registrationID: String) throws {
        rows = try history.prepare(Self.query)
        try rows.begin([.integer(range.lowerBound), .integer(range.upperBound), .text(registrationID)])
        nextRow = try rows.next(read: Decided.init)
    }

    var isAtEnd: Bool { nextRow == nil }

    /// A refused device is written to five trees of pages, another one to one.
    private static let costOfRefused = 5

    /// - Parameter cost: how much may be written for them: 1 for a device, and more for one that was refused.
    /// - Returns: the next devices; none at the end.
    /// - Throws: `SQLiteError` when the history cannot be read.
    mutating func next(costing cost: Int) throws -> [SweptDevice] {
        var (devices, sum) = ([SweptDevice](), 0)
        while sum < cost, let device = try next() {
            devices.append(device)
            sum += device.refusals == nil ? 1 : Self.costOfRefused
        }
        return devices
    }

    private mutating func next() throws -> SweptDevice? {
        guard let first = nextRow else { return nil }
        var device = SweptDevice(
            registrationID: first.registrationID, firstSeenAt: first.time, wasAssigned: false)
        while let row = nextRow, row.registrationID.equalsFoldingCase(device.registrationID) {
            device.firstSeenAt = min(device.firstSeenAt, row.time)
            if row.isAssigned {
                device.wasAssigned = true
                device.refusals = nil
            } else {
                let before = device.refusals
                device.refusals = SweptDevice.Refusals(
                    count: (before?.count ?? 0) + 1, firstAt: before?.firstAt ?? row.time,
                    lastAssignmentID: row.assignmentID, registrationID: row.registrationID)
            }
            nextRow = try rows.next(read: Decided.init)
        }
        return device
    }
}
