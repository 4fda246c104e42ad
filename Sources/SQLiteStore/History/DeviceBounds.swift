import Allocation
import SQLite

/// Knows of the devices that a range of the history is about which decision is the first of each and which the last.
///
/// To look each of them up would be a search of the index for every decision; here the index is read once for the whole range,
/// piece by piece. What cannot be told for sure is taken for a first or last one: devices whose IDs have the same hash, and rows
/// that move in the index meanwhile.
struct DeviceBounds {
    /// Row numbers that a range has at most: what is remembered of their devices takes some 12 MB.
    static let longestRange: Int64 = 128 * PrunedBlock.length

    /// Rows of the index, and of the history where the index has not come yet, that one piece has.
    private static let indexRowsInPiece: Int64 = 4_000
    private static let rowsInPiece: Int64 = 200_000

    /// Where one device's decisions begin and end, as far as was read.
    private struct Bounds {
        var first: Int64
        var last: Int64

        mutating func include(_ id: Int64) {
            first = min(first, id)
            last = max(last, id)
        }
    }

    private let selectIndex: Statement
    private let selectRows: Statement
    private let match: Statement
    private let levels: [Int64: DeviceIndexLevel]
    private var devices: [UInt64: Bounds] = [:]

    /// From where the index is still to be read; `nil` when it was.
    private var nextKey: Int64? = .min

    /// Behind which row those are still to be read that the index did not have; `nil` when they were.
    private var nextRow: Int64?

    /// - Parameters:
    ///   - range: of rows.
    ///   - connection: inside a transaction.
    ///   - runs: as the index was made with.
    /// - Throws: `SQLiteError` when the history cannot be read.
    init(of range: ClosedRange<Int64>, on connection: Connection, runs: HistoryRuns) throws {
        selectIndex = try connection.prepare(
            "SELECT run_and_hash, entries FROM device_index WHERE run_and_hash >= ?1 ORDER BY run_and_hash LIMIT ?2"
        )
        selectRows = try connection.prepare(
            """
            SELECT assignment_id, registration_id
              FROM assignments
             WHERE assignment_id > ?1 AND assignment_id <= ?2 AND registration_id IS NOT NULL
             ORDER BY assignment_id
             LIMIT ?3
            """)
        match = try connection.prepare(
            "SELECT 1 FROM assignments WHERE assignment_id = ?1 AND registration_id = ?2")
        levels = Dictionary(runs.levels.map { ($0.code, $0) }) { one, _ in one }
        nextRow = try HistoryProgress(on: connection).index[0]
        try selectRows.forEach([
            .integer(range.lowerBound - 1), .integer(range.upperBound), .integer(.max),
        ]) { row in
            let id = row.integer(0)
            devices[DeviceIndexEntry.hash(of: row.text(1)), default: Bounds(first: id, last: id)].include(id)
        }
    }

    /// Reads a piece more, inside a transaction.
    ///
    /// - Returns: whether all was read; not before may anything be asked.
    /// - Throws: `SQLiteError` when the history cannot be read.
    mutating func readOn() throws -> Bool {
        if let key = nextKey {
            try readIndex(from: key)
        } else if let id = nextRow {
            try readRows(behind: id)
        }
        return nextKey == nil && nextRow == nil
    }

    private mutating func readIndex(from key: Int64) throws {
        nextKey = nil
        var (count, last) = (Int64(0), key)
        try selectIndex.forEach([.integer(key), .integer(Self.indexRowsInPiece)]) { row in
            (count, last) = (count + 1, row.integer(0))
            guard let level = levels[last >> 62] else { return }
            // Below the code: the run, 40 bits of the hash, and some of the place.
            let run = (last & (1 << 62 - 1)) >> (40 + Int64(level.partBits))
            for word in row.words(1) {
                let entry = DeviceIndexEntry(word: word)
                guard let index = devices.index(forKey: entry.hash) else { continue }
                devices.values[index].include(level.assignmentID(of: entry, inRun: run))
            }
        }
        if count == Self.indexRowsInPiece, last < .max { nextKey = last + 1 }
    }

    private mutating func readRows(behind id: Int64) throws {
        nextRow = nil
        var (count, last) = (Int64(0), id)
        try selectRows.forEach([.integer(id), .integer(.max), .integer(Self.rowsInPiece)]) { row in
            (count, last) = (count + 1, row.integer(0))
            devices[DeviceIndexEntry.hash(of: row.text(1))]?.include(last)
        }
        if count == Self.rowsInPiece { nextRow = last }
    }

    /// Whether a decision of the range may be its device's first or last, inside a transaction.
    func mayBeFirstOrLast(_ assignment: ChainedAssignment) throws -> Bool {
        // Nobody's.
        guard let device = assignment.registrationID else { return false }
        guard let bounds = devices[DeviceIndexEntry.hash(of: device)] else { return true }
        guard bounds.first < assignment.id, bounds.last > assignment.id else { return true }
        for id in [bounds.first, bounds.last] {
            // Another device may have the same hash, and a row may have been taken away.
            guard try match.first(.integer(id), .text(device), read: { _ in true }) == true else {
                return true
            }
        }
        return false
    }
}
