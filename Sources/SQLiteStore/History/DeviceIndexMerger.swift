import SQLite

/// Merges short runs of the index by device into long ones, in small steps, on a connection outside a transaction.
///
/// What a step has written is the state that the next one goes on from, be it in this process or, after a crash, in another. A
/// long run is read once it is whole; then the short ones are taken away.
struct DeviceIndexMerger {
    /// Entries that one transaction writes, about: decisions wait for it, and so much takes half a millisecond.
    private static let entriesInStep = 16_000

    /// Rows of the index that one transaction takes away.
    private static let rowsInStep = 256

    /// A short run, as it is read.
    private struct Source {
        let run: Int64
        let keys: ClosedRange<Int64>
        /// The key from which to read on; `nil` when all is read.
        var nextKey: Int64?
        /// As they are in the long run, ascending.
        var entries: ArraySlice<DeviceIndexEntry> = []
    }

    private let connection: Connection
    private let levels: [DeviceIndexLevel]

    init(on connection: Connection, runs: HistoryRuns) {
        self.connection = connection
        levels = runs.levels
    }

    /// - Returns: whether something was done, and there may be more to do.
    /// - Throws: `SQLiteError` when the history cannot be read or written; the index is as good as before then.
    func step(_ progress: HistoryProgress) throws -> Bool {
        for (short, long) in zip(levels, levels.dropFirst()) {
            let merged = progress.index[long.number]
            if progress.index[short.number] >= (merged + 1 << long.exponent) {
                try merge(into: long, from: short, behind: merged)
                return true
            }
            if try removeRows(of: short, upTo: merged) { return true }
        }
        return false
    }

    private func merge(into long: DeviceIndexLevel, from short: DeviceIndexLevel, behind merged: Int64) throws
    {
        let run = long.run(of: merged + 1)
        let known = try lastEntry(of: long, run)
        var sources = (short.run(of: merged + 1)...short.run(of: merged + 1 << long.exponent)).map { run in
            Source(run: run, keys: short.keys(ofRun: run), nextKey: nil)
        }
        for index in sources.indices { try begin(&sources[index], behind: known, of: short, in: long) }
        var rows: [(key: Int64, bytes: [UInt8])] = []
        var row: [DeviceIndexEntry] = []
        var count = 0
        var isWhole = false
        while count < Self.entriesInStep {
            let entry = try next(from: &sources, of: short, in: long)
            if let first = row.first, let last = row.last,
                entry.map({ row.count >= DeviceIndexEntry.countPerRow && !long.areInseparable($0, last) })
                    ?? true
            {
                rows.append((long.key(run: run, first), row.bytes))
                count += row.count
                row.removeAll(keepingCapacity: true)
            }
            guard let entry else {
                isWhole = true
                break
            }
            row.append(entry)
        }
        let end = isWhole ? merged + 1 << long.exponent : merged
        try connection.transaction(writing: true) {
            guard try HistoryProgress.move(long.name, from: merged, to: end, on: connection) else { return }
            let insert = try connection.prepare(
                "INSERT INTO device_index (run_and_hash, entries) VALUES (?1, ?2)")
            for row in rows { try insert.run(.integer(row.key), .blob(row.bytes)) }
        }
    }

    /// The last entry that earlier steps have written.
    private func lastEntry(of long: DeviceIndexLevel, _ run: Int64) throws -> DeviceIndexEntry? {
        let keys = long.keys(ofRun: run)
        let words = try connection.prepare(DeviceIndexReader.lastQuery)
            .first(.integer(keys.lowerBound), .integer(keys.upperBound)) { $0.words(1) }
        return words?.last.map(DeviceIndexEntry.init(word:))
    }

    /// Finds the place behind an entry.
    private func begin(
        _ source: inout Source, behind known: DeviceIndexEntry?, of short: DeviceIndexLevel,
        in long: DeviceIndexLevel
    ) throws {
        source.nextKey = source.keys.lowerBound
        guard let known else { return }
        // Entries that follow may be in the row before those that begin with the hash.
        let hash = short.keys(ofRun: source.run, hash: known.hash)
        let key = try connection.prepare(DeviceIndexReader.lastQuery)
            .first(.integer(source.keys.lowerBound), .integer(hash.lowerBound)) { $0.integer(0) }
        source.nextKey = key ?? source.keys.lowerBound
        repeat {
            try read(&source, of: short, in: long)
            source.entries = source.entries.drop { $0 <= known }
        } while source.entries.isEmpty && source.nextKey != nil
    }

    /// The least entry that is left.
    private func next(
        from sources: inout [Source], of short: DeviceIndexLevel, in long: DeviceIndexLevel
    ) throws -> DeviceIndexEntry? {
        var least: (index: Int, entry: DeviceIndexEntry)?
        for index in sources.indices {
            while sources[index].entries.isEmpty, sources[index].nextKey != nil {
                try read(&sources[index], of: short, in: long)
            }
            guard let entry = sources[index].entries.first else { continue }
            if least.map({ entry < $0.entry }) ?? true { least = (index, entry) }
        }
        guard let least else { return nil }
        sources[least.index].entries.removeFirst()
        return least.entry
    }

    private func read(_ source: inout Source, of short: DeviceIndexLevel, in long: DeviceIndexLevel) throws {
        guard let nextKey = source.nextKey else { return }
        let row = try connection.prepare(DeviceIndexReader.firstQuery)
            .first(.integer(nextKey), .integer(source.keys.upperBound)) { ($0.integer(0), $0.words(1)) }
        guard let (key, words) = row else {
            source.nextKey = nil
            return
        }
        source.nextKey = key < source.keys.upperBound ? key + 1 : nil
        let run = source.run
        source.entries =
            words.map { word in
                let entry = DeviceIndexEntry(word: word)
                return long.entry(entry.hash, assignment: short.assignmentID(of: entry, inRun: run))
            }[...]
    }

    /// Takes away rows of short runs that are in long ones.
    private func removeRows(of short: DeviceIndexLevel, upTo merged: Int64) throws -> Bool {
        guard merged > 0 else { return false }
        let keys = short.keys(ofRun: 0).lowerBound...short.keys(ofRun: short.run(of: merged)).upperBound
        let values: [SQLiteValue] = [.integer(keys.lowerBound), .integer(keys.upperBound)]
        guard try connection.prepare(Self.mergedQuery).all(values, read: { _ in true }) == [true] else {
            return false
        }
        try connection.transaction(writing: true) {
            try connection.prepare(Self.removal).run(values + [.integer(Int64(Self.rowsInStep))])
        }
        return true
    }

    static let mergedQuery =
        "SELECT 1 FROM device_index WHERE run_and_hash >= ?1 AND run_and_hash <= ?2 LIMIT 1"

    static let removal = """
        DELETE FROM device_index
         WHERE run_and_hash IN (SELECT run_and_hash
                                  FROM device_index
                                 WHERE run_and_hash >= ?1 AND run_and_hash <= ?2
                                 ORDER BY run_and_hash
                                 LIMIT ?3)
        """
}
