import SQLite

/// Collects the entries of the run that grows, and writes them when it is full.
struct DeviceIndexBuilder {
    private let runs: HistoryRuns
    private let level: DeviceIndexLevel
    private let connection: Connection
    private let insert: Statement
    private let move: Statement
    private let selectIndexed: Statement
    private let selectUnindexed: Statement
    private var run: Int64 = 0
    private var entries: [DeviceIndexEntry] = []

    /// - Throws: `SQLiteError` when the rows that are not in the index cannot be read, or the runs that they fill not be written.
    init(on connection: Connection, runs: HistoryRuns = .standard) throws {
        self.runs = runs
        self.connection = connection
        level = runs.levels[0]
        insert = try connection.prepare("INSERT INTO device_index (run_and_hash, entries) VALUES (?1, ?2)")
        move = try connection.prepare("UPDATE history_progress SET assignment_id = ?1 WHERE part = 'index_0'")
        selectIndexed = try connection.prepare(
            "SELECT assignment_id, (SELECT max(assignment_id) FROM assignments) FROM history_progress WHERE part = 'index_0'"
        )
        selectUnindexed = try connection.prepare(
            "SELECT assignment_id, registration_id FROM assignments WHERE assignment_id > ?1 ORDER BY assignment_id"
        )
        let (indexed, last) = try ends()
        if last - indexed < runs.length {
            try readUnfinishedRun()
        } else {
            // The rows were written when runs were longer.
            try connection.transaction(writing: true) { try readUnfinishedRun() }
        }
    }

    private func ends() throws -> (indexed: Int64, last: Int64) {
        try selectIndexed.first { ($0.integer(0), $0.integer(1)) } ?? (0, 0)
    }

    /// Collects anew what is committed: at the start, and after a transaction was rolled back. Runs that are full are written.
    mutating func readUnfinishedRun() throws {
        let (indexed, last) = try ends()
        run = runs.run(of: indexed + 1)
        entries.removeAll(keepingCapacity: true)
        let rows = try selectUnindexed.all(.integer(indexed)) { ($0.integer(0), $0.optionalText(1)) }
        for (id, registrationID) in rows {
            while run < runs.run(of: id) { try finishRun() }
            note(registrationID, assignment: id)
        }
        // The row after the last one decides which run is growing.
        while run < runs.run(of: last + 1) { try finishRun() }
    }

    /// Takes note of a row that the open transaction inserted; the last one of a run writes the run in that transaction.
    mutating func add(_ registrationID: String?, assignment id: Int64) throws {
        note(registrationID, assignment: id)
        if id % runs.length == 0 { try finishRun() }
    }

    private mutating func note(_ registrationID: String?, assignment id: Int64) {
        guard let registrationID else { return }
        entries.append(level.entry(DeviceIndexEntry.hash(of: registrationID), assignment: id))
    }

    private mutating func finishRun() throws {
        entries.sort()
        var start = 0
        while start < entries.count {
            var end = min(start + DeviceIndexEntry.countPerRow, entries.count)
            // What has the same key stays together.
            while end < entries.count, level.areInseparable(entries[end], entries[end - 1]) { end += 1 }
            try insert.run(.integer(level.key(run: run, entries[start])), .blob(entries[start..<end].bytes))
            start = end
        }
        run += 1
        entries.removeAll(keepingCapacity: true)
        try move.run(.integer(run * runs.length))
    }
}
