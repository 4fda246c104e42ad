/// SHA-256 (FIPS 180-4 §6.2), for a message given in one or several parts.
///
/// All state is within the value: nothing is allocated, and a copy continues on its own.
package struct SHA256: Sendable {
    static let blockSize = 64

    // FIPS 180-4 §5.3.3.
    private var state: InlineArray<8, UInt32> = [
        0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C,
        0x1F83_D9AB, 0x5BE0_CD19,
    ]
    private var block = InlineArray<64, UInt8>(repeating: 0)
    private var blockCount = 0
    private var messageCount: UInt64 = 0

    package init() {}

    /// The digest of a whole message.
    package static func hash(_ message: [UInt8]) -> SHA256Digest {
        var hash = SHA256()
        hash.update(message.span)
        return hash.finalize()
    }

    package mutating func update(_ bytes: [UInt8]) { update(bytes.span) }

    package mutating func update(_ bytes: ArraySlice<UInt8>) { update(bytes.span) }

    /// Continues the message with, for example, the UTF-8 of a string.
    package mutating func update(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { append(byte) }
    }

    /// Continues the message with a number, the most significant byte first.
    mutating func update(bigEndian number: some FixedWidthInteger & UnsignedInteger) {
        var shift = number.bitWidth
        while shift > 0 {
            shift &-= 8
            append(UInt8(truncatingIfNeeded: number &>> shift))
        }
    }

    /// Continues the message with the 32 bytes of another one's digest.
    mutating func update(_ digest: SHA256Digest) {
        update(bigEndian: digest.words.0)
        update(bigEndian: digest.words.1)
        update(bigEndian: digest.words.2)
        update(bigEndian: digest.words.3)
    }

    package mutating func update(_ bytes: Span<UInt8>) {
        var position = 0
        while blockCount > 0, position < bytes.count {
            append(bytes[position])
            position &+= 1
        }
        while bytes.count &- position >= Self.blockSize {
            compress(bytes, from: position)
            position &+= Self.blockSize
            messageCount &+= UInt64(Self.blockSize)
        }
        while position < bytes.count {
            append(bytes[position])
            position &+= 1
        }
    }

    /// The digest of the message so far; further parts may still follow.
    package func finalize() -> SHA256Digest {
        var hash = self
        let bitCount = messageCount &* 8
        // FIPS 180-4 §5.1.1: a one bit, zeros up to eight bytes short of a block, and the length in bits.
        hash.append(0x80)
        while hash.blockCount != Self.blockSize - 8 { hash.append(0) }
        var shift: UInt64 = 64
        while shift > 0 {
            shift &-= 8
            hash.append(UInt8(truncatingIfNeeded: bitCount >> shift))
        }
        return hash.digest
    }

    private var digest: SHA256Digest {
        func word(_ high: UInt32, _ low: UInt32) -> UInt64 { UInt64(high) << 32 | UInt64(low) }
        return SHA256Digest(
            words: (
                word(state[0], state[1]), word(state[2], state[3]), word(state[4], state[5]),
                word(state[6], state[7])
            ))
    }

    @inline(__always)
    private mutating func append(_ byte: UInt8) {
        block[blockCount] = byte
        blockCount &+= 1
        messageCount &+= 1
        if blockCount == Self.blockSize {
            blockCount = 0
            let full = block
            compress(full.span, from: 0)
        }
    }

    // FIPS 180-4 §6.2.2.
    private mutating func compress(_ bytes: Span<UInt8>, from start: Int) {
        let bytes = bytes.extracting(start..<start &+ Self.blockSize)
        var schedule = InlineArray<64, UInt32>(repeating: 0)
        for index in 0..<16 {
            let offset = 4 &* index
            schedule[index] =
                UInt32(bytes[offset]) << 24 | UInt32(bytes[offset &+ 1]) << 16
                | UInt32(bytes[offset &+ 2]) << 8 | UInt32(bytes[offset &+ 3])
        }
        for index in 16..<64 {
            let early = schedule[index &- 15]
            let late = schedule[index &- 2]
            let sigma0 = rotate(early, 7) ^ rotate(early, 18) ^ early >> 3
            let sigma1 = rotate(late, 17) ^ rotate(late, 19) ^ late >> 10
            schedule[index] = schedule[index &- 16] &+ sigma0 &+ schedule[index &- 7] &+ sigma1
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        // Eight rounds bring each variable back to its place, so none has to be moved.
        for first in stride(from: 0, to: 64, by: 8) {
            func word(_ offset: Int) -> UInt32 {
                Self.roundConstants[first &+ offset] &+ schedule[first &+ offset]
            }
            round(a, b, c, &d, e, f, g, &h, word(0))
            round(h, a, b, &c, d, e, f, &g, word(1))
            round(g, h, a, &b, c, d, e, &f, word(2))
            round(f, g, h, &a, b, c, d, &e, word(3))
            round(e, f, g, &h, a, b, c, &d, word(4))
            round(d, e, f, &g, h, a, b, &c, word(5))
            round(c, d, e, &f, g, h, a, &b, word(6))
            round(b, c, d, &e, f, g, h, &a, word(7))
        }
        state[0] &+= a
        state[1] &+= b
        state[2] &+= c
        state[3] &+= d
        state[4] &+= e
        state[5] &+= f
        state[6] &+= g
        state[7] &+= h
    }

    /// One round, whose results take the places of `d` and `h`: they are the next one's `e` and `a`.
    @inline(__always)
    private func round(
        _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32,
        _ h: inout UInt32, _ word: UInt32
    ) {
        let sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
        let choice = g ^ (e & (f ^ g))
        let first = h &+ sum1 &+ choice &+ word
        let sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
        let majority = (a & b) | (c & (a | b))
        d = d &+ first
        h = first &+ sum0 &+ majority
    }

    @inline(__always)
    private func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
        word &>> count | word &<< (32 &- count)
    }

    // FIPS 180-4 §4.2.2.
    private static let roundConstants: InlineArray<64, UInt32> = [
        0x428A_2F98, 0x7137_4491, 0xB5C0_FBCF, 0xE9B5_DBA5, 0x3956_C25B, 0x59F1_11F1,
        0x923F_82A4, 0xAB1C_5ED5, 0xD807_AA98, 0x1283_5B01, 0x2431_85BE, 0x550C_7DC3,
        0x72BE_5D74, 0x80DE_B1FE, 0x9BDC_06A7, 0xC19B_F174, 0xE49B_69C1, 0xEFBE_4786,
        0x0FC1_9DC6, 0x240C_A1CC, 0x2DE9_2C6F, 0x4A74_84AA, 0x5CB0_A9DC, 0x76F9_88DA,
        0x983E_5152, 0xA831_C66D, 0xB003_27C8, 0xBF59_7FC7, 0xC6E0_0BF3, 0xD5A7_9147,
        0x06CA_6351, 0x1429_2967, 0x27B7_0A85, 0x2E1B_2138, 0x4D2C_6DFC, 0x5338_0D13,
        0x650A_7354, 0x766A_0ABB, 0x81C2_C92E, 0x9272_2C85, 0xA2BF_E8A1, 0xA81A_664B,
        0xC24B_8B70, 0xC76C_51A3, 0xD192_E819, 0xD699_0624, 0xF40E_3585, 0x106A_A070,
        0x19A4_C116, 0x1E37_6C08, 0x2748_774C, 0x34B0_BCB5, 0x391C_0CB3, 0x4ED8_AA4A,
        0x5B9C_CA4F, 0x682E_6FF3, 0x748F_82EE, 0x78A5_636F, 0x84C8_7814, 0x8CC7_0208,
        0x90BE_FFFA, 0xA450_6CEB, 0xBEF9_A3F7, 0xC671_78F2,
    ]
}
