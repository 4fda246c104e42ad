/// Packs bits into bytes as DEFLATE wants them: from the least significant bit of each byte on (RFC 1951 §3.1.1).
struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var pending: UInt32 = 0
    private var pendingCount: UInt32 = 0

    /// Writes a number, its least significant bit first.
    ///
    /// - Parameters:
    ///   - value: less than 2 to the power of `count`.
    ///   - count: 0 to 16 bits.
    mutating func write(_ value: UInt32, count: UInt32) {
        pending |= value << pendingCount
        pendingCount += count
        while pendingCount >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: pending))
            pending >>= 8
            pendingCount -= 8
        }
    }

    /// Fills the last byte up with zeros.
    mutating func finish() {
        if pendingCount > 0 { write(0, count: 8 - pendingCount) }
    }
}
