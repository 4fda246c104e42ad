/// Runs of one length in the index by device, and the keys of their rows in the database.
struct DeviceIndexLevel: Sendable {
    /// From 0, the shortest runs.
    let number: Int

    /// Row numbers in a run are 2 to the power of this.
    let exponent: Int

    /// The first two bits of a key, as a signed number.
    let code: Int64

    /// How many bits of the place stand behind the hash in a key. So a device that has many rows in a long run has several
    /// rows of the index, and none of them is long.
    let partBits: Int

    /// What the table of progress calls it.
    var name: String { "index_\(number)" }

    /// The run that a row belongs to; the first one is 0.
    func run(of id: Int64) -> Int64 { (id - 1) >> exponent }

    func entry(_ hash: UInt64, assignment id: Int64) -> DeviceIndexEntry {
        DeviceIndexEntry(hash: hash, place: UInt64(id - 1) & (1 << exponent - 1))
    }

    /// The number of an entry's row.
    func assignmentID(of entry: DeviceIndexEntry, inRun run: Int64) -> Int64 {
        run << exponent + Int64(entry.place) + 1
    }

    /// The key of the row in the database that begins with an entry.
    func key(run: Int64, _ entry: DeviceIndexEntry) -> Int64 {
        code << 62 | (run << 40 | Int64(entry.hash)) << partBits | part(of: entry)
    }

    /// The keys of all rows of a run.
    func keys(ofRun run: Int64) -> ClosedRange<Int64> {
        keys(ofRun: run, from: 0, through: 1 << 40 - 1)
    }

    /// The keys of those rows of a run that begin with an entry of a hash.
    func keys(ofRun run: Int64, hash: UInt64) -> ClosedRange<Int64> {
        keys(ofRun: run, from: hash, through: hash)
    }

    private func keys(ofRun run: Int64, from first: UInt64, through last: UInt64) -> ClosedRange<Int64> {
        let lastPart = UInt64(1) << exponent - 1
        return key(
            run: run, DeviceIndexEntry(hash: first, place: 0))...key(
                run: run, DeviceIndexEntry(hash: last, place: lastPart))
    }

    /// Whether two entries of a run have the same key, and so must be in the same row of the database.
    func areInseparable(_ one: DeviceIndexEntry, _ other: DeviceIndexEntry) -> Bool {
        one.hash == other.hash && part(of: one) == part(of: other)
    }

    private func part(of entry: DeviceIndexEntry) -> Int64 {
        Int64(entry.place) >> (exponent - partBits)
    }
}
