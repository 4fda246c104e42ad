extension String {
    /// The text as a segment of a path: all but the unreserved characters (RFC 3986 §2.3) percent-encoded.
    var percentEncodedSegment: String {
        utf8.map { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                return String(UnicodeScalar(byte))
            default:
                // RFC 3986 §2.1: two digits, and upper case for consistency.
                let digits = String(byte, radix: 16, uppercase: true)
                return (byte < 0x10 ? "%0" : "%") + digits
            }
        }.joined()
    }
}
