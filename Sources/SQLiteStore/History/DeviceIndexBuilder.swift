import SQLite

/// Collects the entries of the run that grows, and writes them when it is full.
struct DeviceIndexBuilder {
    /// Entries in a row of the database: as many as fit a page of 4 KB.
    private static let entriesPerRow = 500

    private let insert: Statement
    private let selectUnindexed: Statement
    private var run: Int64
    private var entries: [DeviceIndexEntry] = []
    private let selectLast: Statement

    init(on connection: Connection) throws {
        insert = try connection.prepare("INSERT INTO device_index (run_and_hash, entries) VALUES (?1, ?2)")
        selectUnindexed = try connection.prepare(
            "SELECT assignment_id, registration_id FROM assignments WHERE assignment_id > ?1 ORDER BY assignment_id"
        )
        selectLast = try connection.prepare("SELECT max(assignment_id) FROM assignments")
        run = 0
        try readUnfinishedRun()
    }

    /// Collects anew what is committed: at the start, and after a transaction was rolled back.
    mutating func readUnfinishedRun() throws {
        let last = try selectLast.first { $0.integer(0) } ?? 0
        // The row after the last one decides which run is growing.
        run = DeviceIndexEntry.run(ofAssignment: last + 1)
        entries.removeAll(keepingCapacity: true)
        entries += try selectUnindexed.all(.integer(run * DeviceIndexEntry.runLength)) { row in
            row.optionalText(1).map { DeviceIndexEntry($0, assignment: row.integer(0)) }
        }.compactMap { $0 }
    }

    /// Takes note of a row that the open transaction inserted; the last one of a run writes the run in that transaction.
    mutating func add(_ registrationID: String?, assignment id: Int64) throws {
        if let registrationID { entries.append(DeviceIndexEntry(registrationID, assignment: id)) }
        guard id % DeviceIndexEntry.runLength == 0 else { return }
        try writeRun()
        run += 1
        entries.removeAll(keepingCapacity: true)
    }

    private mutating func writeRun() throws {
        entries.sort()
        var start = 0
        while start < entries.count {
            var end = min(start + Self.entriesPerRow, entries.count)
            // Equal hashes stay together, since the first one is the key.
            while end < entries.count, entries[end].hash == entries[end - 1].hash { end += 1 }
            try insert.run(
                .integer(DeviceIndexEntry.key(run: run, hash: entries[start].hash)),
                .blob(Self.bytes(of: entries[start..<end])))
            start = end
        }
    }

    private static func bytes(of entries: ArraySlice<DeviceIndexEntry>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.count * DeviceIndexEntry.byteCount)
        for entry in entries {
            withUnsafeBytes(of: entry.word.bigEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }
}
