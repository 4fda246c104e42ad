import Allocation

/// One row of the history in the index by device: a hash of the registration ID over the row's place in its run.
struct DeviceIndexEntry: Comparable {
    /// Rows in a run; a run is what is sorted and written at once.
    static let runLength: Int64 = 65_536

    /// Bytes of an entry in the database.
    static let byteCount = 8

    private static let placeBits: UInt64 = 24

    /// 40 bits of hash over 24 bits of place.
    let word: UInt64

    init(word: UInt64) {
        self.word = word
    }

    init(_ registrationID: String, assignment id: Int64) {
        word = Self.hash(of: registrationID) << Self.placeBits | UInt64((id - 1) % Self.runLength)
    }

    static func < (one: Self, other: Self) -> Bool { one.word < other.word }

    var hash: UInt64 { word >> Self.placeBits }

    /// The row's number, given its run.
    func assignmentID(inRun run: Int64) -> Int64 {
        run * Self.runLength + Int64(word & (1 << Self.placeBits - 1)) + 1
    }

    /// The run that a row belongs to; the first one is 0.
    static func run(ofAssignment id: Int64) -> Int64 { (id - 1) / runLength }

    /// The key of the row in the database whose first entry has this hash.
    static func key(run: Int64, hash: UInt64) -> Int64 { run << 40 | Int64(hash) }

    static func run(ofKey key: Int64) -> Int64 { key >> 40 }

    /// FNV-1a of 64 bits (Fowler, Noll and Vo) over the folded text, brought down to 40. Two devices may share one: whoever finds a row compares its
    /// registration ID.
    static func hash(of registrationID: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        let bytes = registrationID.utf8.span
        for index in bytes.indices {
            hash = (hash ^ UInt64(bytes[index].asciiLowercased)) &* 0x100_0000_01B3
        }
        // The low bits depend on few bits of the last bytes; fold them into the high ones (its authors' xor-folding).
        return (hash >> 40 ^ hash) & (1 << 40 - 1)
    }
}
