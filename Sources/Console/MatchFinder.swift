/// Finds what stood before, for DEFLATE to point back at it (RFC 1951 §4).
struct MatchFinder {
    private static let shortest = 3
    private static let longest = 258
    private static let farthest = 32_768
    /// How many earlier places with the same three bytes are looked at: more find little more.
    private static let patience = 16

    private let bytes: [UInt8]
    /// The latest place of each hash, and for each place the one before it with the same hash; -1 for none. For files of some kilobytes
    /// a large table would take longer to clear than to use.
    private var latest = [Int](repeating: -1, count: 1 << 12)
    private var before: [Int]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        before = [Int](repeating: -1, count: bytes.count)
    }

    /// Remembers a place as one that may be pointed at. Each once, in order.
    mutating func note(_ place: Int) {
        guard place + Self.shortest <= bytes.count else { return }
        let hash = hash(at: place)
        before[place] = latest[hash]
        latest[hash] = place
    }

    /// The longest of the nearest places whose bytes are those from `place` on; `nil` when not even three are.
    func longest(at place: Int) -> (length: Int, distance: Int)? {
        guard place + Self.shortest <= bytes.count else { return nil }
        let limit = min(Self.longest, bytes.count - place)
        var found: (length: Int, distance: Int)?
        var candidate = latest[hash(at: place)]
        var tries = Self.patience
        while candidate >= 0, place - candidate <= Self.farthest, tries > 0 {
            var length = 0
            while length < limit, bytes[candidate + length] == bytes[place + length] { length += 1 }
            if length >= Self.shortest, length > found?.length ?? 0 { found = (length, place - candidate) }
            if length == limit { break }
            candidate = before[candidate]
            tries -= 1
        }
        return found
    }

    private func hash(at place: Int) -> Int {
        let bytes = UInt32(bytes[place]) << 16 | UInt32(bytes[place + 1]) << 8 | UInt32(bytes[place + 2])
        // Knuth's multiplicative hash (The Art of Computer Programming 3, §6.4), of which the upper 12 bits are taken.
        return Int((bytes &* 2_654_435_761) >> 20)
    }
}
