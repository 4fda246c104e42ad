/// The mark at the start of a text that says how it is encoded (Unicode 16, §23.8).
enum ByteOrderMark {
    case none, utf8, utf16

    /// How many bytes must be known before the mark is.
    static let length = 3

    init(of bytes: Span<UInt8>) {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
            self = .utf8
        } else if bytes.count >= 2, bytes[0] ^ bytes[1] == 0x01, bytes[0] >= 0xFE {
            // FE FF is big-endian, FF FE little-endian.
            self = .utf16
        } else {
            self = .none
        }
    }
}
