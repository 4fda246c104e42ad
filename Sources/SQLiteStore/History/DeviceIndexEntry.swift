import Allocation

/// One row of the history in the index by device: a hash of the registration ID over the row's place in its run.
struct DeviceIndexEntry: Comparable {
    /// Bytes of an entry in the database.
    static let byteCount = 8

    /// Entries in a row of the database: as many as fit a page of 4 KB.
    static let countPerRow = 500

    private static let placeBits: UInt64 = 24

    /// 40 bits of hash over 24 bits of place.
    let word: UInt64

    init(word: UInt64) {
        self.word = word
    }

    init(hash: UInt64, place: UInt64) {
        word = hash << Self.placeBits | place
    }

    static func < (one: Self, other: Self) -> Bool { one.word < other.word }

    var hash: UInt64 { word >> Self.placeBits }

    /// The number of the row in its run, from 0.
    var place: UInt64 { word & (1 << Self.placeBits - 1) }

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

extension Collection<DeviceIndexEntry> {
    /// As they stand in the database.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count * DeviceIndexEntry.byteCount)
        for entry in self {
            withUnsafeBytes(of: entry.word.bigEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }
}
