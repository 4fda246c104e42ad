import FoundationEssentials

/// The write-ahead log beside a database file (sqlite.org/fileformat2.html §4).
struct WriteAheadLog {
    /// How many transactions are in it since it was last begun anew.
    let transactionCount: Int

    init(ofDatabaseAt path: String) {
        let bytes = FileManager.default.contents(atPath: path + "-wal").map { [UInt8]($0) } ?? []
        func word(at offset: Int) -> UInt32 {
            bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
        }
        guard bytes.count >= 32 else {
            transactionCount = 0
            return
        }
        let frameSize = 24 + Int(word(at: 8))
        // A frame's second word is 0 unless the frame ends a transaction; its salts are the header's unless
        // it is a leftover.
        transactionCount = stride(from: 32, through: bytes.count - frameSize, by: frameSize).count { frame in
            word(at: frame + 4) != 0 && word(at: frame + 8) == word(at: 16)
                && word(at: frame + 12) == word(at: 20)
        }
    }
}
